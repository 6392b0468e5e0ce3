/** The author's colours for items, made readable: text has 4.5:1 on its ground, whatever was chosen. */

const ENOUGH = 4.5;

/** Background and text as CSS, or null when the author chose no solid background; then the page's own colours stay. */
export function itemColours(background: string, text: string, probe: HTMLElement): [background: string, text: string] | null {
  const ground = channels(background, probe);
  if (!ground) return null;
  const ink = channels(text, probe);
  if (ink && contrast(ground, ink) >= ENOUGH) return [css(ground), css(ink)];
  const black = contrast(ground, [0, 0, 0]) >= ENOUGH;
  return [css(ground), black ? "#000" : "#fff"];
}

type Channels = [red: number, green: number, blue: number];

/** The browser knows the names of colours; null: none, or one that lets the picture through. */
function channels(colour: string, probe: HTMLElement): Channels | null {
  if (colour === "" || !CSS.supports("color", colour)) return null;
  probe.style.color = colour;
  const [red, green, blue, alpha = 1] = (getComputedStyle(probe).color.match(/[\d.]+/g) ?? []).map(Number);
  probe.style.color = "";
  return red === undefined || green === undefined || blue === undefined || alpha < 1 ? null : [red, green, blue];
}

/** WCAG 2.2: contrast ratio of two colours. */
export function contrast(one: Channels, other: Channels): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(channels: Channels): number {
  const [red, green, blue] = channels.map((value) => {
    const share = value / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  }) as Channels;
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function css(channels: Channels): string {
  return `rgb(${channels.join(" ")})`;
}
