/** Which TeX Temml knows, found out by asking it, for scorm_export/tex_faults.py (which needs no JavaScript then).
 *
 * Every word that stands in Temml's own text is tried: alone, then with arguments of several kinds. A command's entry is
 * one letter per argument: `o` optional in brackets, `m` formula, `c` formula with cells (&), `t` text, `d` delimiter,
 * `r` anything else (a size, a colour, a name).
 */
import { build } from "esbuild";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

const json = async (name) => JSON.parse(await readFile(new URL(name, import.meta.url), "utf8"));
const { outputFiles } = await build({
  entryPoints: [new URL("render.ts", import.meta.url).pathname],
  bundle: true,
  format: "esm",
  write: false,
});
const { markup } = await import(`data:text/javascript;base64,${Buffer.from(outputFiles[0].contents).toString("base64")}`);

const MOST = 3;
// Their argument is a language of its own.
const CHEMISTRY = { "\\ce": "r", "\\pu": "r" };
// Those that no filling below makes whole.
const RARE = { "\\genfrac": "rrrrmm", "\\mathchoice": "mmmm", "\\sideset": "rrm", "\\sfrac": "rr", "\\char": "r", "\\bordermatrix": "c" };
const FILLS = ["{x}", "{1em}", "{red}", "(", "{x&x}"];
const ASCII = Array.from({ length: 95 }, (_, index) => String.fromCharCode(32 + index));
const MATH = { before: "", after: "" };
const TEXT = { before: "\\text{", after: "}" };

function takes(where, tex, display = true) {
  try {
    markup(where.before + tex + where.after, display);
    return true;
  } catch {
    return false;
  }
}

/** Ways to fill up to `count` arguments, the plainest first. */
function* fillings(count) {
  if (count === 0) return yield [];
  for (const rest of fillings(count - 1)) for (const fill of FILLS) yield [...rest, fill];
}

function filled(where, command) {
  for (let count = 0; count <= MOST; count += 1)
    for (const args of fillings(count)) if (takes(where, `${command} ${args.join("")}`)) return args;
  return null;
}

/** The letter of argument `index`, by what may stand in its place. */
function kind(where, command, args, index) {
  const given = (fill) => takes(where, `${command} ${[...args.slice(0, index), fill, ...args.slice(index + 1)].join("")}`);
  if (args[index] === "(") return "d";
  const [formula, text] = [given("{\\sqrt{x}}"), given("{\\(x\\)}")];
  if (formula && !text) return given("{x&x}") ? "c" : "m";
  return text && !formula ? "t" : "r";
}

function entry(where, command) {
  const args = filled(where, command);
  if (args === null) return null;
  const rest = args.join("");
  const optional = args.length > 0 && takes(where, `${command}[x]${rest}`) && !takes(where, `${command}[${rest}`);
  return (optional ? "o" : "") + args.map((_, index) => kind(where, command, args, index)).join("");
}

function environment(name) {
  for (const rest of ["", "{c}", "{2}"]) {
    const body = `\\begin{${name}}${rest}x\\end{${name}}`;
    if (takes(MATH, body)) return { takes: rest === "" ? "" : "r", inline: takes(MATH, body, false) };
  }
  return null;
}

const entries = (words, make) => Object.fromEntries(words.map((word) => [word, make(word)]).filter(([, made]) => made !== null));

/** Everything tex_faults.py knows of Temml. */
export async function texWords() {
  const source = await readFile(createRequire(import.meta.url).resolve("temml").replace(/\.cjs$/, ".mjs"), "utf8");
  const [refused, mathjax] = [await json("refused.json"), await json("mathjax.json")];
  const found = new Set(["\\\\", "\\ ", ...Object.keys(mathjax.macros), ...[...source.matchAll(/\\\\([a-zA-Z@]+|[^a-zA-Z@\s\\])/g)].map(([, word]) => `\\${word}`)]);
  const words = [...found].filter((word) => !refused.includes(word) && !word.includes("@")).sort();
  const math = { ...entries(words, (word) => entry(MATH, word)), ...CHEMISTRY, ...RARE };
  const names = new Set([...Object.keys(mathjax.environments), ...[...source.matchAll(/"([a-zA-Z]+\*?)"/g)].map(([, name]) => name)]);
  const plain = Object.keys(math);
  const args = (word) => "{x}".repeat(math[word].replace("o", "").length);
  return {
    refused,
    math,
    text: { ...entries(words, (word) => entry(TEXT, word)), ...CHEMISTRY },
    delimiters: [...ASCII, ...plain].filter((word) => takes(MATH, `\\left${word} x\\right.`)),
    braceless: plain.filter((word) => takes(MATH, `x^${word} ${args(word)}`)),
    loose: plain.filter((word) => args(word) !== "" && takes(MATH, `${word}\\mathbf{x}${args(word).slice(3)}`)),
    starred: plain.filter((word) => args(word) !== "" && takes(MATH, `${word}*${args(word)}`) && !takes(MATH, `${word}*${args(word).slice(3)}`)),
    displayed: ["\\tag"],
    environments: entries([...names].sort(), environment),
    strange: { math: ASCII.filter((sign) => !takes(MATH, sign)), text: ASCII.filter((sign) => !takes(TEXT, sign)) },
  };
}
