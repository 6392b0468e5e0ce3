/** Ids for HTML attributes, made of block ids in any script. */

/** Different parts give different ids: `problem/安全` and `problem/检查` too. ("problem/q1", "2") → "problem_2f_q1__2". */
export function domId(...parts: string[]): string {
  return parts.map(spelled).join("__");
}

/** Letters and digits of ASCII as they are, everything else as its hexadecimal code between low lines. */
function spelled(part: string): string {
  return part.replace(/[^A-Za-z0-9-]/gu, (sign) => `_${sign.codePointAt(0)?.toString(16)}_`);
}
