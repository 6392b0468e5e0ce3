/** Below the field of a formula: how it is read, as soon as it can be read. Not announced: it changes with each key. */

import { html, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import { complaintAbout } from "../graders";
import type { ResponseView } from "../view/problem-response";
import { type Piece, plainFormula } from "./plain-formula";

export function understoodView({ response, answer }: ResponseView): TemplateResult {
  const readable = answer !== undefined && complaintAbout(response, answer) === null;
  return html`<p class="understood">${readable ? html`${t("Read as:")} <bdi dir="ltr">${plainFormula(String(answer)).map(pieceView)}</bdi>` : ""}</p>`;
}

function pieceView(piece: Piece): unknown {
  return typeof piece === "string" ? piece : html`<sup>${piece.raised.map(pieceView)}</sup>`;
}
