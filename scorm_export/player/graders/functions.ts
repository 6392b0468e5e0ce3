/** The functions and constants of openedx-calc. Some give complex results where reals end (sqrt(-4) is 2i), others nothing. */

import { absolute, complex, isComplex, minus, NoNumber, over, plus, real, times, type Value, whole } from "./value";

type Fn = (z: Value) => Value;

const ONE = real(1);
const I = complex(0, 1);
const HALF = real(0.5);
const HALF_PI = real(Math.PI / 2);
/** NumPy reads whole numbers up to here. */
const LARGEST_WHOLE = 2 ** 64;

/** 1 − z with the sign of zero that tells which side of a cut z is on. */
const oneMinus = (z: Value): Value => complex(1 - z.re, -z.im);

const ln: Fn = (z) => complex(Math.log(absolute(z)), Math.atan2(z.im, z.re));
const scaled = (factor: number, z: Value): Value => complex(z.re * factor, z.im * factor);

function sqrt(z: Value): Value {
  const size = absolute(z);
  const below = z.im < 0 || Object.is(z.im, -0);
  return complex(Math.sqrt((size + z.re) / 2), (below ? -1 : 1) * Math.sqrt((size - z.re) / 2));
}

const sin: Fn = ({ re, im }) => complex(Math.sin(re) * Math.cosh(im), Math.cos(re) * Math.sinh(im));
const cos: Fn = ({ re, im }) => complex(Math.cos(re) * Math.cosh(im), -Math.sin(re) * Math.sinh(im));
const sinh: Fn = ({ re, im }) => complex(Math.sinh(re) * Math.cos(im), Math.cosh(re) * Math.sin(im));
const cosh: Fn = ({ re, im }) => complex(Math.cosh(re) * Math.cos(im), Math.sinh(re) * Math.sin(im));
const exp: Fn = ({ re, im }) => complex(Math.exp(re) * Math.cos(im), Math.exp(re) * Math.sin(im));

/** ln(a + b) where (b + a)(b − a) is 1: of the two, the one that does not vanish. */
function lnOfSum(a: Value, b: Value): Value {
  const sum = plus(a, b);
  return absolute(sum) < 1 ? minus(real(0), ln(minus(b, a))) : ln(sum);
}

function arcsin(z: Value): Value {
  const { re, im } = lnOfSum(complex(-z.im, z.re), times(sqrt(oneMinus(z)), sqrt(plus(ONE, z))));
  return complex(im, -re);
}

const arctan: Fn = (z) => times(complex(0, 0.5), minus(ln(minus(ONE, times(I, z))), ln(plus(ONE, times(I, z)))));
const arcsinh: Fn = (z) => lnOfSum(z, sqrt(plus(times(z, z), ONE)));
const arccosh: Fn = (z) => ln(plus(z, times(sqrt(plus(z, ONE)), sqrt(minus(z, ONE)))));
const arctanh: Fn = (z) => times(HALF, minus(ln(plus(ONE, z)), ln(oneMinus(z))));

/** A function of NumPy: `onReals` where `domain` holds (everywhere when there is none), else `onComplex`. */
function numpy(onReals: (x: number) => number, onComplex: Fn, domain: (x: number) => boolean = () => true): Fn {
  return (z) => {
    if (z.kind === "whole" && Math.abs(z.re) >= LARGEST_WHOLE) throw new NoNumber();
    const found = isComplex(z) || !domain(z.re) ? onComplex(z) : real(onReals(z.re));
    return { ...found, numpy: true };
  };
}

const inOne = (x: number): boolean => !(Math.abs(x) > 1);
const notNegative = (x: number): boolean => !(x < 0);

const BASIC: Record<string, Fn> = {
  sin: numpy(Math.sin, sin),
  cos: numpy(Math.cos, cos),
  tan: numpy(Math.tan, (z) => over(sin(z), cos(z))),
  sinh: numpy(Math.sinh, sinh),
  cosh: numpy(Math.cosh, cosh),
  tanh: numpy(Math.tanh, (z) => over(sinh(z), cosh(z))),
  exp: numpy(Math.exp, exp),
  sqrt: numpy(Math.sqrt, sqrt, notNegative),
  ln: numpy(Math.log, ln, notNegative),
  log10: numpy(Math.log10, (z) => scaled(Math.LOG10E, ln(z)), notNegative),
  log2: numpy(Math.log2, (z) => scaled(Math.LOG2E, ln(z)), notNegative),
  arcsin: numpy(Math.asin, arcsin, inOne),
  arccos: numpy(Math.acos, (z) => minus(HALF_PI, arcsin(z)), inOne),
  arctan: numpy(Math.atan, arctan),
  arcsinh: numpy(Math.asinh, arcsinh),
  arccosh: numpy(Math.acosh, arccosh),
  arctanh: numpy(Math.atanh, arctanh, inOne),
};

const fn = (name: string): Fn => BASIC[name] as Fn;
const inverse = (name: string): Fn => (z) => over(whole(1), fn(name)(z));
const ofInverse = (onReals: (x: number) => number, onComplex: Fn): Fn => (z) => numpy(onReals, onComplex)(over(ONE, z));

function arccot(z: Value): Value {
  const quarter = z.re < 0 ? real(-Math.PI / 2) : HALF_PI;
  return minus(quarter, fn("arctan")(z));
}

function factorial(z: Value): Value {
  if (z.kind !== "whole" || z.re < 0 || z.re > 170) throw new NoNumber();
  let product = 1;
  for (let factor = 2; factor <= z.re; factor++) product *= factor;
  return whole(product);
}

function abs(z: Value): Value {
  const size = absolute(z);
  return z.kind === "whole" ? whole(size, true) : real(size, true);
}

export const FUNCTIONS: Readonly<Record<string, Fn>> = {
  ...BASIC,
  sec: inverse("cos"),
  csc: inverse("sin"),
  cot: inverse("tan"),
  sech: inverse("cosh"),
  csch: inverse("sinh"),
  coth: inverse("tanh"),
  arcsec: ofInverse(Math.acos, (z) => minus(HALF_PI, arcsin(z))),
  arccsc: ofInverse(Math.asin, arcsin),
  arccot,
  arcsech: ofInverse(Math.acosh, arccosh),
  arccsch: ofInverse(Math.asinh, arcsinh),
  arccoth: ofInverse(Math.atanh, arctanh),
  abs,
  fact: factorial,
  factorial,
};

export const CONSTANTS: Readonly<Record<string, Value>> = { i: I, j: I, e: real(Math.E), pi: real(Math.PI) };
