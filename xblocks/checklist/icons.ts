/** Small pictures beside words; never alone, so hidden from screen readers. */
import { html, type TemplateResult } from "lit";
import type { Owner, Status } from "./rules";

const STATUS: Record<Status, string> = {
  not_yet: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Z",
  in_hand: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm0 2.5V8l2.5 2",
  done: "M3 8.5 6.5 12 13 4.5",
  not_needed: "M3.5 8h9",
};

const OWNER: Record<Owner, string> = {
  me: "M8 8a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm-5.5 6a5.5 5.5 0 0 1 11 0",
  school: "M1.5 6.5 8 3l6.5 3.5L8 10 1.5 6.5Zm3 2v3.5c2 1.5 5 1.5 7 0V8.5",
  host: "M2 6h12v7.5H2V6Zm4 0V3h4v3M2 9.5h12",
  coordinator: "M8 2a6 6 0 1 1 0 12A6 6 0 0 1 8 2Zm2.5 3.5L9 9l-3.5 1.5L7 7l3.5-1.5Z",
  family: "M2 8l6-5 6 5M4 7v6.5h8V7M7 13.5v-3h2v3",
};

export const statusIcon = (status: Status): TemplateResult => icon(STATUS[status]);
export const ownerIcon = (owner: Owner): TemplateResult => icon(OWNER[owner]);
export const clockIcon = (): TemplateResult => icon(STATUS.in_hand);

function icon(path: string): TemplateResult {
  return html`<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d=${path} /></svg>`;
}
