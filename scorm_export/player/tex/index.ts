/** `<player-tex>` and `<player-tex display>`: a formula, its TeX as text. The script of packages that have TeX.
 *
 * It needs nothing of the player, so that it works in a frame's own document too. MathML stands in a shadow root, where
 * no page's style reaches it and the TeX stays what `textContent` gives. What Temml can't parse stays readable source.
 */
import temmlStyle from "temml/dist/Temml-Local.css";
import { mathml } from "./render";
import ownStyle from "./style.css";

const STYLE = `${temmlStyle}${ownStyle}`;

const PROBE = "<math style='position: absolute; visibility: hidden'><msub><mi>x</mi><mi>x</mi></msub></math>";
let flat: boolean | undefined;

/** Without a mathematical font (Android has none) browsers leave subscripts on the line. */
function subscriptsAreFlat(root: ShadowRoot): boolean {
  if (flat !== undefined) return flat;
  const probe = document.createElement("span");
  probe.innerHTML = PROBE;
  root.append(probe);
  const [base, script] = [...probe.querySelectorAll("mi")].map((sign) => sign.getBoundingClientRect());
  probe.remove();
  if (!base || !script || base.height === 0) return false;
  flat = script.bottom < base.bottom + base.height / 20;
  return flat;
}

class PlayerTex extends HTMLElement {
  private box: HTMLElement | null = null;
  private readonly sizes = new ResizeObserver(() => this.fit());

  connectedCallback(): void {
    if (this.box) this.sizes.observe(this.box);
    // While the page is being read the text may not be there yet.
    else if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", () => this.show(), { once: true });
    else this.show();
  }

  disconnectedCallback(): void {
    this.sizes.disconnect();
  }

  private show(): void {
    if (this.box) return;
    const root = this.attachShadow({ mode: "open" });
    const style = document.createElement("style");
    style.textContent = STYLE;
    this.box = this.content();
    root.append(style, this.box);
    if (subscriptsAreFlat(root)) this.box.classList.add("flat");
    this.sizes.observe(this.box);
  }

  private content(): HTMLElement {
    const box = document.createElement("span");
    box.className = "box";
    try {
      box.append(mathml(this.textContent ?? "", this.hasAttribute("display")));
    } catch (error) {
      console.warn("blended-mobility: this formula stays TeX", this.textContent, error);
      box.className = "source";
      box.append(document.createElement("code"));
      box.firstElementChild?.append(document.createElement("slot"));
    }
    return box;
  }

  /** A formula wider than its place scrolls, and only then it can be reached by keyboard. */
  private fit(): void {
    const box = this.box;
    if (!box || box.classList.contains("source")) return;
    const wide = box.scrollWidth > box.clientWidth + 1;
    box.classList.toggle("wide", wide);
    const attributes = { tabindex: "0", role: "group", "aria-label": this.textContent ?? "" };
    for (const [name, value] of Object.entries(attributes)) {
      if (wide) box.setAttribute(name, value);
      else box.removeAttribute(name);
    }
  }
}

if (!customElements.get("player-tex")) customElements.define("player-tex", PlayerTex);
