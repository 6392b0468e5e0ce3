/** UUIDs without crypto.randomUUID, which plain http hosts lack. */

import { fingerprint } from "../digest";

/** Version 4, from the browser's random source. */
export function randomUuid(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return shaped([...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join(""), "4");
}

/** Version 8, always the same for the same text: sent again after storage was wiped, it is still the same event. */
export function derivedUuid(text: string): string {
  return shaped(fingerprint(text), "8");
}

function shaped(hex: string, version: string): string {
  const variant = ((parseInt(hex.charAt(16), 16) & 3) | 8).toString(16);
  const parts = [hex.slice(0, 8), hex.slice(8, 12), version + hex.slice(13, 16), variant + hex.slice(17, 20), hex.slice(20)];
  return parts.join("-");
}
