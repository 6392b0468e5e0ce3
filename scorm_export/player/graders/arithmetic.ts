/** Reads what a learner typed the way capa's calculator (openedx-calc) does: "2.5", "1e3", "10%", "3/4", "2*(1+i)^2", "sqrt(2)||x".
 *
 * Decimal point only (capa refuses a comma), no suffix but %, no multiplication without "*"; Unicode minus is read as a
 * hyphen. A sign stands before a sum or a number, once: "-2^2" is -4, "3*-2^2" is 12, "---2" is refused.
 */

import { own } from "../own";
import { CONSTANTS, FUNCTIONS } from "./functions";
import { minus, NoNumber, over, parallel, plus, power, real, times, type Value, whole } from "./value";

/** A formula, ready for values of its variables in their order. */
export type Formula = (values: readonly Value[]) => Value;

export interface Names {
  variables: readonly string[];
  caseSensitive: boolean;
}

const NONE: Names = { variables: [], caseSensitive: false };
const BLANK = "[ \\t\\n\\r]*";
const NUMBER = new RegExp(
  `^([+-]?)${BLANK}(\\d+(?:\\.\\d*)?|\\.\\d+)(?:${BLANK}([eE])${BLANK}([+-]?)${BLANK}(\\d+))?(?:${BLANK}(%))?`,
);
/** Indices may be written as in tensors: x_{1}^{2}. */
const TENSOR = /^[A-Za-z][A-Za-z0-9]*(?:(?:_\{[A-Za-z0-9]+\})?\^\{[A-Za-z0-9]+\}|_\{[A-Za-z0-9]+\})'*/;
const WORD = /^[A-Za-z][A-Za-z0-9_]*'*/;
const CALL = new RegExp(`^([A-Za-z][A-Za-z0-9_]*'*)${BLANK}\\(`);
const DEEPEST = 60;

/** null: it is none. Names it does not know make it none, too. */
export function readFormula(text: string, names: Names = NONE): Formula | null {
  const reader = new Reader(text.replace(/[\u2212\u2013]/g, "-"), names);
  try {
    const formula = reader.sum();
    return reader.atEnd() ? formula : null;
  } catch {
    return null;
  }
}

/** The value, infinite or NaN too; null where Python would raise an error. */
export function valueOf(formula: Formula | null, values: readonly Value[] = []): Value | null {
  try {
    return formula ? formula(values) : null;
  } catch (error) {
    if (error instanceof NoNumber) return null;
    throw error;
  }
}

export function readValue(text: string): Value | null {
  return valueOf(readFormula(text));
}

class Reader {
  private depth = 0;

  constructor(private rest: string, private readonly names: Names) {
    this.skip();
  }

  atEnd(): boolean {
    return this.rest === "";
  }

  sum(): Formula {
    if (++this.depth > DEEPEST) throw new SyntaxError("too deep");
    const first = this.take("-") ? minus : (this.take("+"), plus);
    const terms: [typeof plus, Formula][] = [[first, this.product()]];
    for (;;) {
      const step = this.take("+") ? plus : this.take("-") ? minus : null;
      if (step === null) break;
      terms.push([step, this.product()]);
    }
    this.depth--;
    return (values) => terms.reduce((sum, [step, term]) => step(sum, term(values)), whole(0));
  }

  private product(): Formula {
    const factors: [typeof times, Formula][] = [[times, this.side()]];
    for (;;) {
      const step = this.take("*") ? times : this.take("/") ? over : null;
      if (step === null) return (values) => factors.reduce((product, [by, factor]) => by(product, factor(values)), whole(1));
      factors.push([step, this.side()]);
    }
  }

  private side(): Formula {
    const sides = [this.power()];
    while (this.take("||")) sides.push(this.power());
    const [only] = sides;
    return sides.length === 1 && only ? only : (values) => parallel(sides.map((side) => side(values)));
  }

  /** From right to left: 2^3^2 is 2^9. */
  private power(): Formula {
    const base = this.atom();
    if (!this.take("^")) return base;
    const exponent = this.power();
    return (values) => power(base(values), exponent(values));
  }

  private atom(): Formula {
    const number = NUMBER.exec(this.rest);
    if (number) return this.number(number);
    const call = CALL.exec(this.rest);
    if (call) return this.call(call);
    const name = (TENSOR.exec(this.rest) ?? WORD.exec(this.rest))?.[0];
    if (name !== undefined) return this.variable(name);
    if (!this.take("(")) throw new SyntaxError("a number is expected");
    return this.closed();
  }

  private closed(): Formula {
    const inside = this.sum();
    if (!this.take(")")) throw new SyntaxError("closing parenthesis expected");
    return inside;
  }

  private number([all, sign = "", digits = "", e, powerSign = "", places = "0", percent]: RegExpExecArray): Formula {
    this.drop(all);
    const size = Number(`${sign}${digits}${e ? `e${powerSign}${places}` : ""}`);
    const value = percent ? real(size * 0.01) : e || digits.includes(".") ? real(size) : whole(size);
    return () => value;
  }

  private call([all, name = ""]: RegExpExecArray): Formula {
    const found = own(FUNCTIONS, this.folded(name));
    if (!found) throw new SyntaxError("no such function");
    this.drop(all);
    const argument = this.closed();
    return (values) => found(argument(values));
  }

  private variable(name: string): Formula {
    const place = this.names.variables.map((each) => this.folded(each)).lastIndexOf(this.folded(name));
    const constant = own(CONSTANTS, this.folded(name));
    if (place < 0 && !constant) throw new SyntaxError("no such variable");
    this.drop(name);
    return place < 0 ? () => constant as Value : (values) => values[place] ?? real(NaN);
  }

  private folded(name: string): string {
    return this.names.caseSensitive ? name : name.toLowerCase();
  }

  private take(symbol: string): boolean {
    if (!this.rest.startsWith(symbol)) return false;
    this.drop(symbol);
    return true;
  }

  private drop(text: string): void {
    this.rest = this.rest.slice(text.length);
    this.skip();
  }

  private skip(): void {
    this.rest = this.rest.replace(/^[ \t\n\r]+/, "");
  }
}
