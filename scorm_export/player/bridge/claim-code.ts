/** Claim codes: 10 Crockford base32 symbols and a Luhn mod 32 check symbol, shown as 7KQ4-M2XP-9DE (contract 8). */

export const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** As typed → 11 symbols: case, blanks and dashes are ignored, O reads 0, I and L read 1. null: not 11 symbols. */
export function normalise(typed: string): string | null {
  const symbols = typed
    .toUpperCase()
    .replace(/[\s\-\u2010-\u2015\u2212_.]/g, "")
    .replace(/O/g, "0")
    .replace(/[IL]/g, "1");
  return symbols.length === 11 && [...symbols].every((symbol) => ALPHABET.includes(symbol)) ? symbols : null;
}

/** The Luhn mod 32 symbol over `symbols`: every second value doubled, beginning with the rightmost. */
export function checkSymbol(symbols: string): string {
  const values = [...symbols].reverse().map((symbol) => ALPHABET.indexOf(symbol));
  const sum = values.reduce((total, value, index) => total + (index % 2 === 0 ? folded(2 * value) : value), 0);
  return ALPHABET.charAt((32 - (sum % 32)) % 32);
}

/** Digit sum in base 32. */
function folded(value: number): number {
  return Math.floor(value / 32) + (value % 32);
}

/** The code as the record expects it (with dashes), or null when it can't be one: too short, too long, mistyped. */
export function readClaimCode(typed: string): string | null {
  const symbols = normalise(typed);
  if (symbols === null || checkSymbol(symbols.slice(0, 10)) !== symbols.charAt(10)) return null;
  return `${symbols.slice(0, 4)}-${symbols.slice(4, 8)}-${symbols.slice(8)}`;
}
