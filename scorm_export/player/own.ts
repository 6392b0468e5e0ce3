/** Looks up an entry by an id that an author chose: "constructor" and "__proto__" are ids like any other. */

export function own<T>(entries: Readonly<Record<string, T>>, id: string): T | undefined {
  return Object.prototype.hasOwnProperty.call(entries, id) ? entries[id] : undefined;
}
