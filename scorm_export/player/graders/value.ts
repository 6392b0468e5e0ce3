/** Numbers as openedx-calc has them: whole, with a point, or complex; and whether dividing by zero is an error.
 *
 * Python refuses 1/0, NumPy makes it infinite; what a NumPy function has touched stays NumPy's.
 */

export interface Value {
  re: number;
  im: number;
  kind: "whole" | "real" | "complex";
  numpy: boolean;
}

export const whole = (re: number, numpy = false): Value => ({ re, im: 0, kind: "whole", numpy });
export const real = (re: number, numpy = false): Value => ({ re, im: 0, kind: "real", numpy });
export const complex = (re: number, im: number, numpy = false): Value => ({ re, im, kind: "complex", numpy });

/** Raised where Python raises an error: there is no such number. */
export class NoNumber extends Error {}

const KINDS = ["whole", "real", "complex"] as const;

/** A number of the wider of two kinds. */
function made(a: Value, b: Value, re: number, im = 0): Value {
  const kind = KINDS[Math.max(KINDS.indexOf(a.kind), KINDS.indexOf(b.kind))] ?? "complex";
  return { re, im, kind, numpy: a.numpy || b.numpy };
}

export const isComplex = (...values: Value[]): boolean => values.some(({ kind }) => kind === "complex");
export const plus = (a: Value, b: Value): Value => made(a, b, a.re + b.re, a.im + b.im);
export const minus = (a: Value, b: Value): Value => made(a, b, a.re - b.re, a.im - b.im);
export const absolute = ({ re, im }: Value): number => (im === 0 ? Math.abs(re) : Math.hypot(re, im));

export function times(a: Value, b: Value): Value {
  if (!isComplex(a, b)) return made(a, b, a.re * b.re);
  return made(a, b, a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re);
}

export function over(a: Value, b: Value): Value {
  const numpy = a.numpy || b.numpy;
  if (b.re === 0 && b.im === 0) {
    if (!numpy) throw new NoNumber();
    return isComplex(a, b) ? complex(NaN, NaN, true) : real(a.re / b.re, true);
  }
  if (!isComplex(a, b)) return real(a.re / b.re, numpy);
  const size = b.re * b.re + b.im * b.im;
  return complex((a.re * b.re + a.im * b.im) / size, (a.im * b.re - a.re * b.im) / size, numpy);
}

/** `a ^ b`. A whole number to a whole one stays whole; a negative one to a broken one becomes complex. */
export function power(a: Value, b: Value): Value {
  const numpy = a.numpy || b.numpy;
  const found = isComplex(a, b) ? complexPower(a, b, numpy) : realPower(a, b, numpy);
  const finite = [a.re, a.im, b.re, b.im].every(Number.isFinite);
  if (finite && !numpy && !(Number.isFinite(found.re) && Number.isFinite(found.im))) throw new NoNumber();
  return found;
}

function realPower(a: Value, b: Value, numpy: boolean): Value {
  const negative = b.re < 0;
  if (a.kind === "whole" && b.kind === "whole" && (!negative || numpy)) {
    if (negative) throw new NoNumber();
    return whole(a.re ** b.re, numpy);
  }
  if (a.re === 0 && negative && !numpy) throw new NoNumber();
  if (a.re < 0 && Number.isFinite(b.re) && !Number.isInteger(b.re)) {
    return numpy ? real(NaN, true) : complexPower(a, b, false);
  }
  return real(a.re === 1 || b.re === 0 ? 1 : a.re ** b.re, numpy);
}

function complexPower(a: Value, b: Value, numpy: boolean): Value {
  if (b.re === 0 && b.im === 0) return complex(1, 0, numpy);
  if (a.re === 0 && a.im === 0) {
    if (b.re > 0 && b.im === 0) return complex(0, 0, numpy);
    if (!numpy) throw new NoNumber();
    return complex(NaN, NaN, true);
  }
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100) return repeated(a, b.re, numpy);
  const logarithm = Math.log(absolute(a));
  const angle = Math.atan2(a.im, a.re);
  const size = Math.exp(b.re * logarithm - b.im * angle);
  const turn = b.im * logarithm + b.re * angle;
  return complex(size * Math.cos(turn), size * Math.sin(turn), numpy);
}

function repeated(a: Value, times_: number, numpy: boolean): Value {
  let product = complex(1, 0, numpy);
  for (let left = Math.abs(times_); left > 0; left--) product = times(product, a);
  return times_ < 0 ? over(complex(1, 0, numpy), product) : product;
}

/** Of several resistors side by side. */
export function parallel(values: readonly Value[]): Value {
  if (values.some(({ re, im }) => re === 0 && im === 0)) return real(NaN);
  return over(real(1), values.map((value) => over(real(1), value)).reduce(plus, whole(0)));
}
