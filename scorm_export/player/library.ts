/** What the package's scripts hand to the player: units, translations and blocks, through `mobilityPackage`. */

import type { BlockModule } from "../../frontend/host";
import { addMessages } from "../../frontend/i18n";
import type { Reporter } from "./bridge/reporter";
import type { Unit, UnitContent } from "./package";
import { opened } from "./problem-key";
import type { Session } from "./session";

type Messages = Readonly<Record<string, string>>;

/** What bridge.js brings; null from `connect`: mobility.json can't be read. */
export interface Bridge {
  connect(session: Session): Promise<Reporter | null>;
}

export class Library {
  readonly blocks = new Map<string, BlockModule>();
  private readonly catalogues = new Map<string, Messages>();
  private readonly units = new Map<string, UnitContent>();
  private readonly loading = new Map<string, Promise<UnitContent>>();
  private arrived: Bridge | null = null;

  unit(id: string, content: UnitContent): void {
    this.units.set(id, { ...content, leaves: content.leaves.map(opened) });
  }

  messages(language: string, messages: Messages): void {
    this.catalogues.set(language.toLowerCase(), messages);
  }

  registerBlock(module: BlockModule): void {
    this.blocks.set(module.tag, module);
  }

  registerBridge(bridge: Bridge): void {
    this.arrived = bridge;
  }

  /** Reporting to a record, loading its script; null when that does not arrive. */
  async bridge(): Promise<Bridge | null> {
    if (!this.arrived) await loadScript("bridge.js");
    return this.arrived;
  }

  /** The unit's content, loading its script when needed. Rejects when the script does not arrive; ask again then. */
  load(unit: Unit): Promise<UnitContent> {
    const there = this.units.get(unit.id);
    if (there) return Promise.resolve(there);
    const under = this.loading.get(unit.id) ?? this.fetch(unit);
    this.loading.set(unit.id, under);
    return under;
  }

  /** Puts the interface into the learner's language where the package has it. Returns the language in use. */
  speak(wanted: readonly string[], course: string): string {
    const language = chooseLanguage(wanted, course, [...this.catalogues.keys()]);
    addMessages(this.catalogues.get(language) ?? {});
    return language;
  }

  private async fetch(unit: Unit): Promise<UnitContent> {
    await loadScript(unit.file);
    this.loading.delete(unit.id);
    const content = this.units.get(unit.id);
    if (!content) throw new Error(`${unit.file} did not bring ${unit.id}`);
    return content;
  }
}

/** Resolves when the script has run, or could not be had: scripts load from file:// too, where fetch does not. */
function loadScript(file: string): Promise<void> {
  return new Promise((resolve) => {
    const script = document.createElement("script");
    script.src = file;
    script.onload = script.onerror = () => {
      script.remove();
      resolve();
    };
    document.head.append(script);
  });
}

/** The learner's languages first, then the course's; English is always there but never replaces the course's language. */
export function chooseLanguage(wanted: readonly string[], course: string, available: readonly string[]): string {
  const base = (tag: string): string => tag.toLowerCase().split("-")[0] ?? "";
  const usable = [...available, ...(base(course) === "en" ? ["en"] : [])];
  for (const tag of [...wanted, course]) {
    const exact = usable.find((each) => each === tag.toLowerCase());
    const found = exact ?? usable.find((each) => base(each) === base(tag));
    if (found) return found;
  }
  return "en";
}
