/** Between the definition's JSON Schema and the form: a form has empty fields where a definition says null. */
import type { Json } from "../../frontend/host";

/** As much of JSON Schema as our definitions use. */
export interface Schema {
  type: string | string[];
  properties?: { [name: string]: Schema };
  required?: string[];
  items?: Schema;
  [keyword: string]: unknown;
}

/** The schema for the form: "number or null" becomes a number that may stay empty. */
export function editable(schema: Schema): Schema {
  const type = nullable(schema) ? (schema.type as string[]).filter((one) => one !== "null").join() : schema.type;
  const made: Schema = { ...schema, type };
  if (nullable(schema)) delete made.default;
  if (schema.items) made.items = editable(schema.items);
  if (schema.properties) {
    const entries = Object.entries(schema.properties);
    made.properties = Object.fromEntries(entries.map(([name, inner]) => [name, editable(inner)]));
    made.required = (schema.required ?? []).filter((name) => !nullable(schema.properties?.[name]));
  }
  return made;
}

/** What the form holds, as the definition wants it: null for every field that may stay empty and did. */
export function complete(schema: Schema, value: Json | undefined): Json {
  if (nullable(schema) && (value === undefined || value === "" || Number.isNaN(value))) return null;
  if (Array.isArray(value)) return value.map((one) => complete(schema.items as Schema, one));
  if (!schema.properties || typeof value !== "object" || value === null) return value ?? null;
  const names = Object.keys(schema.properties);
  return Object.fromEntries(names.map((name) => [name, complete(schema.properties?.[name] as Schema, value[name])]));
}

/** What the form starts with: a field without a value, where the definition says null. */
export function withoutNull(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutNull);
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, inner]) => inner !== null);
  return Object.fromEntries(entries.map(([name, inner]) => [name, withoutNull(inner)]));
}

/** A new row's value with an id of its own, where the block's rows have ids. */
export function giveIds(value: Json): Json {
  if (typeof value !== "object" || value === null || Array.isArray(value) || !("id" in value)) return value;
  return { ...value, id: value.id || newId() };
}

/** "i-" and 10 letters or digits, 50 random bits. */
export function newId(): string {
  const letters = "abcdefghijklmnopqrstuvwxyz234567";
  const random = crypto.getRandomValues(new Uint8Array(10));
  return `i-${Array.from(random, (byte) => letters.charAt(byte % 32)).join("")}`;
}

function nullable(schema: Schema | undefined): boolean {
  return Array.isArray(schema?.type) && schema.type.includes("null");
}
