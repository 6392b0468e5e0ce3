/** Reads what a learner typed as a number the way capa's calculator (openedx-calc) does: "2.5", "1e3", "10%", "3/4", "2*(1+1)^2".
 *
 * Decimal point only (capa refuses a comma) and no suffix but %; Unicode minus and surrounding blanks are accepted.
 * A sign stands before a sum or a number, once: "-2^2" is -4, "3*-2^2" is 12, "---2" is refused. Functions and
 * constants are not read: an answer that needs them is refused as "not a number".
 */

const NUMBER = /^([+-]?)\s*(\d+\.?\d*|\.\d+)(?:\s*[eE]\s*([+-]?)\s*(\d+))?\s*(%?)\s*/;

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
    const negative = this.take("-");
    if (!negative) this.take("+");
    let value = this.product() * (negative ? -1 : 1);
    for (;;) {
      if (this.take("+")) value += this.product();
      else if (this.take("-")) value -= this.product();
      else return value;
    }
  }

  private product(): number {
    let value = this.power();
    for (;;) {
      if (this.take("*")) value *= this.power();
      else if (this.take("/")) value /= this.power();
      else return value;
    }
  }

  /** From right to left: 2^3^2 is 2^9. */
  private power(): number {
    const base = this.atom();
    return this.take("^") ? base ** this.power() : base;
  }

  private atom(): number {
    if (this.take("(")) {
      const value = this.sum();
      if (!this.take(")")) throw new SyntaxError("closing parenthesis expected");
      return value;
    }
    const [whole, sign, digits, powerSign = "", power = "0", percent] = NUMBER.exec(this.rest) ?? [];
    if (whole === undefined) throw new SyntaxError("number expected");
    this.rest = this.rest.slice(whole.length);
    const value = Number(`${sign}${digits}e${powerSign}${power}`);
    return percent ? value * 0.01 : value;
  }

  private take(symbol: string): boolean {
    if (!this.rest.startsWith(symbol)) return false;
    this.rest = this.rest.slice(symbol.length).trimStart();
    return true;
  }
}
