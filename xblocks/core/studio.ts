/** The form in Studio, made from the definition's JSON Schema; the server half is studio.py.
 *
 * A step keeps its id for ever, because learners' answers hang on it: a new one gets a random id the moment it is added.
 */
import { JSONEditor } from "@json-editor/json-editor";
import type { Json } from "../../frontend/host";
import { complete, editable, giveIds, withoutNull, type Schema } from "./studio-schema";
import { styles } from "./studio-styles";

interface StudioRuntime {
  handlerUrl(element: Element, handler: string): string;
  notify(event: string, data: Record<string, string>): void;
}

interface Arguments {
  schema: Schema;
  value: Json;
}

/** The library strips markup from every text it is given, even in a text field; an author's HTML must come through. */
JSONEditor.defaults.editors.string.prototype.purify = (value: unknown) => value;

const OPTIONS = {
  theme: "html",
  disable_collapse: true,
  disable_edit_json: true,
  disable_properties: true,
  disable_array_delete_all_rows: true,
  disable_array_delete_last_row: true,
  prompt_before_delete: false,
  no_additional_properties: true,
  show_errors: "change",
};

function start(runtime: StudioRuntime, wrapper: Element | ArrayLike<Element>, args?: Partial<Arguments>): void {
  const element = wrapper instanceof Element ? wrapper : wrapper[0];
  const place = element?.querySelector<HTMLElement>(".mobility-studio-form");
  if (!element || !place || !args?.schema) return;
  const form = new JSONEditor(place, { ...OPTIONS, schema: editable(args.schema), startval: withoutNull(args.value ?? {}) });
  form.on("addRow", (row) => row.setValue(giveIds(row.getValue())));
  addStyles();
  const { schema } = args;
  const saves = (): Promise<void> => save(runtime, element, schema, form);
  element.querySelector(".save-button")?.addEventListener("click", () => void saves());
  element.querySelector(".cancel-button")?.addEventListener("click", () => runtime.notify("cancel", {}));
}

async function save(runtime: StudioRuntime, element: Element, schema: Schema, form: JSONEditor): Promise<void> {
  runtime.notify("save", { state: "start" });
  const error = await send(runtime.handlerUrl(element, "studio_save"), complete(schema, form.getValue()));
  const message = element.querySelector(".mobility-studio-message");
  if (message) message.textContent = error;
  if (error === "") runtime.notify("save", { state: "end" });
  else runtime.notify("error", { title: "This is not saved yet", message: error });
}

/** The empty string when saved, else what is wrong and what to do. */
async function send(url: string, value: Json): Promise<string> {
  const token = /(?:^|;\s*)csrftoken=([^;]*)/.exec(document.cookie)?.[1] ?? "";
  const headers = { "Content-Type": "application/json", "X-CSRFToken": decodeURIComponent(token) };
  try {
    const answer = await fetch(url, { method: "POST", credentials: "same-origin", headers, body: JSON.stringify(value) });
    if (answer.ok) return "";
    if (answer.status === 400) return ((await answer.json()) as { error: string }).error;
    return `Studio answered ${answer.status}. Nothing is lost while this form stays open: please try again.`;
  } catch (error) {
    return `Studio can't be reached (${String(error)}). Nothing is lost while this form stays open: please try again.`;
  }
}

function addStyles(): void {
  if (document.getElementById("mobility-studio-styles")) return;
  const sheet = document.createElement("style");
  sheet.id = "mobility-studio-styles";
  sheet.textContent = styles;
  document.head.append(sheet);
}

/** Called with `new` by the platform, hence a function of its own. */
(globalThis as unknown as Record<string, unknown>).MobilityStudio = function (
  runtime: StudioRuntime,
  wrapper: Element,
  args?: Partial<Arguments>,
): void {
  start(runtime, wrapper, args);
};
