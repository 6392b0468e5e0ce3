/** Reads what a learner typed as a number the way capa's calculator does: "2.5", "1e3", "10%", "3/4", "2*(1+1)^2".
 *
 * Decimal point only (capa refuses a comma); suffixes % k M G T c m u n p; Unicode minus and surrounding blanks are
 * accepted. Functions and constants are not: an answer that needs them is refused as "not a number".
 */

const SUFFIXES: Readonly<Record<string, number>> = {
  "%": 0.01, k: 1e3, M: 1e6, G: 1e9, T: 1e12, c: 1e-2, m: 1e-3, u: 1e-6, n: 1e-9, p: 1e-12,
};
const NUMBER = /^(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?/;

/** The value as a double, or null when the text is no number. */
export function readNumber(text: string): number | null {
  const reader = new Reader(text.replace(/[\u2212\u2013]/g, "-").trim());
  try {
    const value = reader.sum();
    return reader.atEnd() && Number.isFinite(value) ? value : null;
  } catch {
    return null;
  }
}

class Reader {
  constructor(private rest: string) {}

  atEnd(): boolean {
    return this.rest === "";
  }

  sum(): number {
    let value = this.product();
    for (;;) {
      if (this.take("+")) value += this.product();
      else if (this.take("-")) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.signed();
    for (;;) {
      if (this.take("*")) value *= this.signed();
      else if (this.take("/")) value /= this.signed();
      else return value;
    }
  }

  private signed(): number {
    if (this.take("-")) return -this.signed();
    if (this.take("+")) return this.signed();
    const base = this.atom();
    return this.take("^") ? base ** this.signed() : base;
  }

  private atom(): number {
    if (this.take("(")) {
      const value = this.sum();
      if (!this.take(")")) throw new SyntaxError("closing parenthesis expected");
      return value;
    }
    const digits = NUMBER.exec(this.rest)?.[0];
    if (digits === undefined) throw new SyntaxError("number expected");
    this.rest = this.rest.slice(digits.length);
    const factor = SUFFIXES[this.rest.charAt(0)];
    if (factor === undefined) return this.skipBlanks(Number(digits));
    this.rest = this.rest.slice(1);
    return this.skipBlanks(Number(digits) * factor);
  }

  private take(symbol: string): boolean {
    if (!this.rest.startsWith(symbol)) return false;
    this.rest = this.rest.slice(symbol.length);
    this.skipBlanks(0);
    return true;
  }

  private skipBlanks(value: number): number {
    this.rest = this.rest.trimStart();
    return value;
  }
}
