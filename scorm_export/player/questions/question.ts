/** A problem with what only some problems have: pictures to mark, shuffled choices, "Start again", a pause between attempts. */

import { html, nothing, type TemplateResult } from "lit";
import { t } from "../../../frontend/i18n";
import type { Answers } from "../learner";
import { choicesShown, orderSeed } from "../order";
import type { Choice, Response } from "../package";
import { responsesOf } from "../problem";
import { domId } from "../view/dom-id";
import { answerView } from "../view/problem-answer";
import { PlayerProblem } from "../view/problem-leaf";
import { type ResponseView, responseView, textView } from "../view/problem-response";
import { inlineView, type Part, remarks, runs } from "./flow";
import { understoodView } from "./formula-view";
import { imageView, rightPlaces } from "./image-answer";
import { mayReset, mustReset, reset } from "./reset";
import { noteSubmission, secondsLeft } from "./waiting";

/** Seconds that are better said in minutes. */
const LONG = 90;

export class PlayerQuestion extends PlayerProblem {
  /** How often the learner had submitted when the order of choices was last drawn. */
  private round = 0;
  private tick: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    const { attempts = 0, answers = {} } = this.record ?? {};
    this.round = Object.keys(answers).length > 0 ? attempts - 1 : attempts;
    this.wait();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.tick);
  }

  protected override arranged(response: Response): readonly Choice[] {
    return "choices" in response ? choicesShown(response, orderSeed(this.content, this.session.learnerId, this.round)) : [];
  }

  protected override body(): unknown {
    return runs(this.content.parts).map((run) => this.run(run));
  }

  private run(run: Part[]): TemplateResult {
    const views = run.map((part) => (part.kind === "html" ? part : this.view(part)));
    const parts = views.map((part) => ("kind" in part ? textView(part.html) : this.question(part)));
    if (run.length === 1) return html`${parts}`;
    return html`<div class="flow">${parts}</div>${views.map((part) => ("kind" in part ? nothing : remarks(part)))}`;
  }

  private question(view: ResponseView): TemplateResult {
    if (view.response.inline) return inlineView(view);
    if (view.response.kind === "image") return imageView(view, view.response);
    return responseView(view.response.kind === "formula" ? { ...view, more: understoodView(view) } : view);
  }

  protected override answers(): TemplateResult {
    const pictures = responsesOf(this.content).flatMap((response) => (response.kind === "image" ? [rightPlaces(response)] : []));
    return answerView(this.content, pictures);
  }

  private get seconds(): number {
    return this.closed ? 0 : secondsLeft(this.content.id, this.content.waitSeconds ?? 0, Date.now());
  }

  private waitText(): string {
    const { seconds } = this;
    return seconds > LONG
      ? t("Take a moment to think. You can check again in {minutes} minutes.", { minutes: Math.ceil(seconds / 60) })
      : t("Take a moment to think. You can check again in {seconds} seconds.", { seconds });
  }

  protected override note(): TemplateResult | typeof nothing {
    return this.seconds > 0 ? html`<span id=${this.waitId}>${this.waitText()}</span>` : nothing;
  }

  private get waitId(): string {
    return domId(this.content.id, "wait");
  }

  protected override submitButton(): TemplateResult | typeof nothing {
    if (mustReset(this.content, this.record)) return nothing;
    return super.submitButton(this.seconds > 0 ? this.waitId : undefined);
  }

  protected override moreButtons(): TemplateResult | typeof nothing {
    return mayReset(this.content, this.record)
      ? html`<button type="button" class="again" aria-disabled=${this.saving ? "true" : "false"} @click=${this.again}>${t("Start again")}</button>`
      : nothing;
  }

  protected override async check(event: Event): Promise<void> {
    if (this.seconds > 0) {
      event.preventDefault();
      this.announce(this.waitText());
      return;
    }
    await super.check(event);
    if (mustReset(this.content, this.record)) void this.focusOn(".again");
  }

  protected override async submitted(answers: Answers): Promise<boolean> {
    const taken = await super.submitted(answers);
    if (taken) noteSubmission(this.content.id, Date.now());
    this.wait();
    return taken;
  }

  protected override resultText(): string {
    return this.seconds > 0 ? `${super.resultText()}. ${this.waitText()}` : super.resultText();
  }

  /** The seconds on the screen go down; nobody is told each of them. */
  private wait(): void {
    clearInterval(this.tick);
    if (this.seconds === 0) return;
    this.requestUpdate();
    this.tick = setInterval(() => {
      this.requestUpdate();
      if (this.seconds === 0) clearInterval(this.tick);
    }, 1000);
  }

  private async again(): Promise<void> {
    if (this.saving) return;
    this.saving = true;
    await this.session
      .keepLeaf(this.content.id, (before) => (before?.kind === "problem" ? reset(this.content, before) : null))
      .finally(() => (this.saving = false));
    this.round = this.record?.attempts ?? 0;
    this.draft = {};
    this.announce(t("Your answer is cleared. You can start again."));
    await this.focusOn("input, select, [tabindex='0']");
  }
}
