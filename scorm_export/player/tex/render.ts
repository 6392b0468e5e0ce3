/** How the player asks Temml for MathML, and which formulas it does not even ask for.
 *
 * Refused (refused.json): commands that define others or draw their argument twice (a few letters of them can grow without
 * end), that refer to other formulas, that lead or reach out of the formula, or that need a picture which a strict
 * Content-Security-Policy blocks.
 * mathjax.json: what MathJax, which Open edX has, knows beside Temml. scorm_export/tex_faults.py says the same beforehand.
 */
import temml, { type Options } from "temml";
import mathjax from "./mathjax.json";
import refused from "./refused.json";

/** Characters. */
const LONGEST = 5000;
const REFUSED = new Set(refused);
/** Temml draws what stands above these arrows of chemistry twice: some in one another would fill the memory. */
const DOUBLE_ARROWS = /<<=>|<=>>/g;
const MOST_DOUBLE_ARROWS = 4;

/** `\color{red}{x}` colours only x, as MathJax has it; sizes end at 40 em or 500 pt. */
function options(display: boolean): Options {
  const macros = { ...mathjax.macros };
  return { displayMode: display, throwOnError: true, trust: false, colorIsTextColor: true, maxExpand: 1000, maxSize: [40, 500], macros };
}

/** Environments by the names Temml has. */
function translated(source: string, display: boolean): string {
  const names: Record<string, string> = { ...mathjax.environments, ...(display ? {} : mathjax.inline) };
  return source.replace(/\\(begin|end)\s*\{([a-zA-Z]+\*?)\}/g, (whole, word: string, name: string) => {
    const known = Object.hasOwn(names, name) ? names[name] : undefined;
    if (known === undefined) return whole;
    return `\\${word}{${word === "end" ? known.split("}")[0] : known}}`;
  });
}

/** Throws when the formula is too long or uses what is refused. */
function admitted(source: string, display: boolean): string {
  if (source.length > LONGEST) throw new RangeError("too long");
  for (const [command] of source.matchAll(/\\(?:[a-zA-Z@]+|[^])/g)) if (REFUSED.has(command)) throw new RangeError(`refused: ${command}`);
  if ([...source.matchAll(DOUBLE_ARROWS)].length > MOST_DOUBLE_ARROWS) throw new RangeError("too many arrows");
  return translated(source, display);
}

/** MathML as text, where there is no document; throws what Temml throws. */
export function markup(source: string, display: boolean): string {
  return temml.renderToString(admitted(source, display), options(display));
}

/** The `<math>` element; throws what Temml throws. */
export function mathml(source: string, display: boolean): Element {
  const tex = admitted(source, display);
  const place = document.createElement("span");
  temml.render(tex, place, options(display));
  const math = place.firstElementChild;
  if (math?.localName !== "math") throw new TypeError("no MathML");
  return math;
}
