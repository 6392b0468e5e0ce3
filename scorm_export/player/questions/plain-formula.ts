/** A typed formula as people write it by hand: "m*c^2" → m · c². It only shows what was typed; graders.js decides what it means. */

/** Text, or what stands raised. */
export type Piece = string | { raised: Piece[] };

const TOKEN = /^\s*(\d+(?:\.\d*)?(?:[eE][+-]?\d+)?%?|\.\d+%?|[A-Za-z][A-Za-z0-9_]*'*|\|\||.)/su;
const GREEK = "alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi omicron pi rho . sigma tau upsilon phi chi psi omega".split(" ");
const ALPHA = 0x3b1;
const MOST = 200;

export function plainFormula(text: string): Piece[] {
  const tokens: string[] = [];
  for (let rest = text.trim(), found; tokens.length < MOST && (found = TOKEN.exec(rest)); rest = rest.slice(found[0].length)) tokens.push(found[1] ?? "");
  const pieces: Piece[] = [];
  while (tokens.length > 0) pieces.push(...next(tokens, pieces.length > 0 ? pieces[pieces.length - 1] : undefined));
  return pieces;
}

/** Takes one thing from the tokens. */
function next(tokens: string[], before: Piece | undefined): Piece[] {
  const token = tokens.shift() ?? "";
  if (token === "^") return [{ raised: exponent(tokens) }];
  const between = before !== undefined && !(typeof before === "string" && /[(·/+−∥]\s*$/u.test(before));
  if (token === "+" || token === "-" || token === "\u2212") return [between ? ` ${token === "+" ? "+" : "−"} ` : token === "+" ? "+" : "−"];
  const signs: Record<string, string> = { "*": " · ", "/": " / ", "||": " ∥ ", sqrt: "√" };
  return [(Object.hasOwn(signs, token) ? signs[token] : undefined) ?? greek(token)];
}

/** What is raised: brackets around it are not needed there. Powers of powers stand to the right. */
function exponent(tokens: string[]): Piece[] {
  const pieces: Piece[] = [];
  if (tokens[0] === "-" || tokens[0] === "+") pieces.push(...next(tokens, undefined));
  if (tokens[0] !== "(") pieces.push(...next(tokens, undefined));
  else pieces.push(...plainFormula(bracket(tokens).join(" ")));
  if (tokens[0] === "^") pieces.push(...next(tokens, pieces[pieces.length - 1]));
  return pieces;
}

/** Takes "( … )" from the tokens; what stands inside. */
function bracket(tokens: string[]): string[] {
  let depth = 0;
  const end = tokens.findIndex((token) => (depth += token === "(" ? 1 : token === ")" ? -1 : 0) === 0);
  return tokens.splice(0, end < 0 ? tokens.length : end + 1).slice(1, end < 0 ? undefined : -1);
}

function greek(name: string): string {
  const place = GREEK.indexOf(name.toLowerCase());
  if (place < 0) return name;
  const letter = String.fromCodePoint(ALPHA + place);
  return name[0] === name[0]?.toUpperCase() ? letter.toUpperCase() : letter;
}
