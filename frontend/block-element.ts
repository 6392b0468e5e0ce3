/** What every block's custom element shares, in Open edX and in a package alike (contract 12).
 *
 * It shows at once what the block's own rules make of an action (optimistic state), asks the host, and adopts what the
 * host confirmed. It knows no queue and no network: while an answer is missing it says "not saved yet".
 */
import { LitElement, html, nothing, type CSSResultGroup, type TemplateResult } from "lit";
import { baseStyles } from "./block-styles";
import type { BlockModule, BlockView, Host, Outcome } from "./host";
import { t } from "./i18n";

/** An answer slower than this is worth a word. */
const PATIENCE = 1000;

export abstract class BlockElement<D, S, A> extends LitElement implements BlockView<D, S, A> {
  static override styles: CSSResultGroup = baseStyles;
  static override properties = {
    definition: { attribute: false },
    state: { attribute: false },
    host: { attribute: false },
    pending: { state: true },
    saving: { state: true },
    refusal: { state: true },
  };

  declare definition: D;
  /** The confirmed state. */
  declare state: S;
  declare host: Host<S, A>;
  /** What to show: the confirmed state with all pending actions applied. */
  protected outcome!: Outcome<S>;
  declare private pending: readonly A[];
  declare private saving: "" | "late" | "saved" | "lost";
  declare private refusal: string;
  private timer = 0;
  private revision = 0;

  constructor() {
    super();
    this.pending = [];
    this.saving = "";
    this.refusal = "";
  }

  /** The block's rules, the same in every host. */
  protected abstract readonly rules: Pick<BlockModule<D, S, A>, "rules" | "standing">;
  /** Words for a refusal's code, e.g. "note-too-long". */
  protected abstract wordRefusal(code: string): string;
  /** The block itself, once definition, state and host are there. */
  protected abstract renderBlock(): TemplateResult;
  /** Sends what the learner typed and no event has sent yet; called when the page is about to go. */
  protected flush(): void {}
  /** Author HTML by slot name; it stands in the light DOM, where the page's MathJax and styles reach it. */
  protected authorHtml(): Record<string, string> {
    return {};
  }

  override connectedCallback(): void {
    super.connectedCallback();
    window.addEventListener("pagehide", this.leave, true);
    document.addEventListener("visibilitychange", this.hide);
  }

  override disconnectedCallback(): void {
    this.flush();
    window.removeEventListener("pagehide", this.leave, true);
    document.removeEventListener("visibilitychange", this.hide);
    super.disconnectedCallback();
  }

  protected get ready(): boolean {
    return this.definition !== undefined && this.state !== undefined && this.host !== undefined;
  }

  /** Shows `actions` at once and has them decided; never rejects. */
  protected async send(...actions: A[]): Promise<void> {
    if (!this.ready || this.host.context.readonly) return;
    this.refusal = "";
    this.pending = [...this.pending, ...actions];
    this.watch();
    try {
      const outcomes = await this.host.act(actions);
      // The optimistic picture is drawn first: else a control the learner moved would not be put back when refused.
      await this.updateComplete;
      this.adopt(actions, outcomes);
    } catch (error) {
      console.error("blended-mobility: the block is gone", error);
      this.forget(actions);
      this.saving = "lost";
    }
  }

  protected override willUpdate(): void {
    if (!this.ready) return;
    this.outcome = this.rules.standing(this.definition, this.state);
    for (const action of this.pending) {
      const next = this.rules.rules(this.definition, this.outcome.state, action, new Date().toISOString());
      if (next.refused === undefined) this.outcome = next;
    }
  }

  protected override render(): TemplateResult {
    if (!this.ready) return html`<slot></slot>`;
    const { language, direction, readonly } = this.host.context;
    return html`<div class="block" lang=${language} dir=${direction}>
      ${this.renderBlock()}
      ${readonly ? html`<p class="quiet">${t("You can look around here, but nothing can be changed.")}</p>` : nothing}
      <p class="refusal" role="alert">${this.refusal}</p>
      <p class="saving" role="status">${this.savingText()}</p>
    </div>`;
  }

  protected override updated(): void {
    if (!this.ready) return;
    for (const [slot, markup] of Object.entries(this.authorHtml())) putAuthorHtml(this, slot, markup);
    // The Learning frontend measures the page again when an attribute in the light DOM changes.
    this.dataset.rev = String(++this.revision);
  }

  /** Level for the block's own headings: one below the last heading before it. */
  protected headingLevel(): number {
    const before = [...(this.getRootNode() as Document | ShadowRoot).querySelectorAll("h1,h2,h3,h4,h5,h6")].filter(
      (heading) => heading.compareDocumentPosition(this) & Node.DOCUMENT_POSITION_FOLLOWING,
    );
    const last = before[before.length - 1];
    return last ? Math.min(Number(last.tagName.charAt(1)) + 1, 6) : 2;
  }

  private adopt(actions: readonly A[], outcomes: readonly Outcome<S>[]): void {
    const last = outcomes[outcomes.length - 1];
    if (last) this.state = last.state;
    this.forget(actions);
    const code = outcomes.find(({ refused }) => refused !== undefined)?.refused;
    if (code !== undefined) this.refusal = this.wordRefusal(code);
  }

  private forget(actions: readonly A[]): void {
    this.pending = this.pending.filter((action) => !actions.includes(action));
    if (this.pending.length > 0) return;
    clearTimeout(this.timer);
    this.timer = 0;
    this.saving = this.saving === "late" ? "saved" : "";
  }

  private watch(): void {
    if (this.timer === 0) this.timer = window.setTimeout(() => (this.saving = "late"), PATIENCE);
  }

  private savingText(): string {
    if (this.saving === "late") return t("Not saved yet. We keep trying; nothing is lost while this page stays open.");
    if (this.saving === "saved") return t("Saved.");
    return this.saving === "lost" ? t("Your last change could not be saved. Please load the page again.") : "";
  }

  private readonly leave = (): void => this.flush();
  private readonly hide = (): void => {
    if (document.visibilityState === "hidden") this.flush();
  };
}

/** Registers an element once, however often its script runs. */
export function defineElement(name: string, element: CustomElementConstructor): void {
  if (!customElements.get(name)) customElements.define(name, element);
}

/** Puts cleaned author HTML into a slot of `host`; what the server put there stays. Every link gets a target. */
export function putAuthorHtml(host: HTMLElement, slot: string, markup: string): void {
  let place = host.querySelector<HTMLElement>(`:scope > [slot="${slot}"]`);
  if (!place && markup !== "") {
    place = document.createElement("div");
    place.slot = slot;
    place.dir = "auto";
    place.innerHTML = markup;
    host.append(place);
  }
  for (const link of place?.querySelectorAll<HTMLAnchorElement>("a[href]:not([target])") ?? []) giveTarget(link);
}

/** Without a target, a link inside the Learning frontend's frame would replace the whole course page. */
function giveTarget(link: HTMLAnchorElement): void {
  const inside = link.getAttribute("href")?.startsWith("#") ?? false;
  link.target = inside ? "_self" : "_blank";
  if (!inside) link.rel = "noopener";
}
