/** The bridge's JSON Schemas as TypeScript tests use them: the same files and examples as Python's tests. */

import Ajv2020 from "ajv/dist/2020";

const BASE = "https://w3id.org/blended-mobility/schemas/";
const schemas = import.meta.glob<object>("../../mobility_bridge/schemas/*.schema.json", { eager: true, import: "default" });

const ajv = new Ajv2020({ strict: false, validateFormats: false });
for (const schema of Object.values(schemas)) ajv.addSchema(schema);

/** What is wrong with `value` under the schema `name` ("events-request"); empty when it is right. */
export function wireErrors(name: string, value: unknown): string {
  const validate = ajv.getSchema(`${BASE}${name}.schema.json`);
  if (!validate) return `there is no schema ${name}`;
  return validate(value) ? "" : ajv.errorsText(validate.errors);
}
