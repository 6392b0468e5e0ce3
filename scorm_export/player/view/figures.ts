/** Figures as people read them in the language of the page. */

/** Per mille → "66.7 %". */
export function percent(perMille: number): string {
  return `${local(perMille / 10, 1)} %`;
}

/** Thousandths of a point, times a share → "0.33". */
export function points(thousandths: number, part = 1, whole = 1): string {
  return local((thousandths * part) / whole / 1000, 2);
}

function local(value: number, digits: number): string {
  return value.toLocaleString(document.documentElement.lang || "en", { maximumFractionDigits: digits });
}
