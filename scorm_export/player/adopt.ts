/** Styles of a script that comes only into some packages. A sheet made so needs no leave of a strict policy, as an element would. */

export function adopt(style: string): void {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}
