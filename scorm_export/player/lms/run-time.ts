/** The calls of a SCORM run-time API, whatever an LMS makes of them: an exception is a no, nothing is an empty answer. */

/** The API object an LMS offers. All arguments and results are strings; lax systems lack the one for errors. */
export type Api = Record<string, ((...args: string[]) => unknown) | undefined>;

/** What a version of SCORM calls them: all with the same prefix, and only the last one with a word of its own. */
export interface CallNames {
  prefix: "LMS" | "";
  finish: "Finish" | "Terminate";
}

/** How often a failed read is tried. */
const TRIES = 3;
/** Error codes beside an empty value that mean "there is nothing": no error, not known, not implemented, not set. */
const NOTHING_THERE = ["0", "401", "402", "403"];
/** Error codes beside a refusal that mean "this LMS does not have that". */
const NOT_SUPPORTED = ["401", "402"];
/** SCORM 2004's "type mismatch": of an id it means that this LMS takes none of our entries. */
const MISMATCH = "406";

export class RunTime {
  /** What the LMS took since the last commit that failed. */
  private readonly written = new Map<string, string>();
  /** Elements this LMS does not have, their indices as "n". */
  private readonly missing = new Set<string>();

  constructor(private readonly api: Api, private readonly names: CallNames) {}

  initialize(): boolean {
    return this.said("Initialize", "");
  }

  finish(): void {
    this.said(this.names.finish, "");
  }

  /** After a failure nothing counts as written: an LMS that comes back gets all of it again. */
  commit(): boolean {
    const done = this.said("Commit", "");
    if (!done) this.forget();
    return done;
  }

  forget(): void {
    this.written.clear();
  }

  set(element: string, value: string): boolean {
    return this.said("SetValue", element, value);
  }

  /** Spares the LMS values it has already taken. */
  setOnce(element: string, value: string): boolean {
    if (this.written.get(element) === value) return true;
    if (!this.set(element, value)) return false;
    this.written.set(element, value);
    return true;
  }

  /** False when the LMS refuses the value; an element it does not have is passed over from then on. */
  setKnown(element: string, value: string): boolean {
    return this.missing.has(element) || this.setOnce(element, value) || this.lacks(element);
  }

  /** Part of an entry in a list: true only when the LMS took it; one it does not have is not tried again. */
  setPart(element: string, value: string): boolean {
    const shape = element.replace(/\.\d+/g, ".n");
    if (this.missing.has(shape)) return false;
    if (this.setOnce(element, value)) return true;
    this.lacks(shape);
    return false;
  }

  /** An element the LMS does not know, or an error, is as good as empty. */
  get(element: string): string {
    return this.call("GetValue", element) ?? "";
  }

  /** The length of a list; what is no number is none. */
  count(list: string): number {
    const count = Number(this.get(`${list}._count`));
    return Number.isSafeInteger(count) && count > 0 ? count : 0;
  }

  /** Tells "empty" from "could not be read" (null): an empty value counts only without an error beside it. */
  read(element: string): string | null {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      const value = this.call("GetValue", element);
      if (value !== null && (value !== "" || NOTHING_THERE.includes(this.lastError()))) return value;
    }
    return null;
  }

  private lacks(element: string): boolean {
    const code = this.lastError();
    const lacking = NOT_SUPPORTED.includes(code) || (code === MISMATCH && element.endsWith(".n.id"));
    if (lacking) this.missing.add(element);
    return lacking;
  }

  private lastError(): string {
    return this.call("GetLastError") || "0";
  }

  /** "true", or true from lax systems. */
  private said(name: string, ...args: string[]): boolean {
    return this.call(name, ...args) === "true";
  }

  /** null: the LMS threw. */
  private call(name: string, ...args: string[]): string | null {
    try {
      return String(this.api[this.names.prefix + name]?.(...args) ?? "");
    } catch {
      return null;
    }
  }
}
