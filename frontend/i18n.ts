/** Texts of the interface: English msgids in the source, other languages from gettext catalogues.
 *
 * Catalogues reach the browser as plain objects (msgid → msgstr): in a package through `lang/<code>.js`, in Open edX
 * through the block's init arguments. Sentences are phrased so that no plural forms are needed ("Attempts left: 2").
 */

let catalogue: Readonly<Record<string, string>> = {};

/** Adds translations; later ones win. Empty strings (untranslated entries) are ignored. */
export function addMessages(messages: Readonly<Record<string, string>>): void {
  const given = Object.entries(messages).filter(([, text]) => text !== "");
  catalogue = { ...catalogue, ...Object.fromEntries(given) };
}

/** The text for `msgid` in the learner's language, with `{name}` places filled in. */
export function t(msgid: string, values: Readonly<Record<string, string | number>> = {}): string {
  const text = catalogue[msgid] ?? msgid;
  return text.replace(/\{(\w+)\}/g, (place, name: string) => (name in values ? String(values[name]) : place));
}
