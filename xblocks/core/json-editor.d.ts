/** As much of @json-editor/json-editor as studio.ts uses; the package brings no types. */
declare module "@json-editor/json-editor" {
  type Value = import("../../frontend/host").Json;

  interface Row {
    getValue(): Value;
    setValue(value: Value): void;
  }

  export class JSONEditor {
    static defaults: { editors: { string: { prototype: { purify(value: unknown): unknown } } } };
    constructor(place: HTMLElement, options: Record<string, unknown>);
    getValue(): Value;
    on(event: "addRow", listener: (row: Row) => void): void;
    on(event: "ready" | "change", listener: () => void): void;
  }
}
