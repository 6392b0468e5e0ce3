/** Several windows of one learner: the newest writes, each one before is told once, in every kind of browser. */

import { beforeEach, describe, expect, test } from "vitest";
import { type Browser, takeOver } from "../../scorm_export/player/lms/one-window";
import { FakeStorage } from "./record";

/** Web locks that can be stolen, as the browser has them. */
class FakeLocks {
  private readonly held = new Map<string, (reason: unknown) => void>();
  denied = false;
  request = ((name: string, _options: object, work: () => Promise<void>): Promise<void> => {
    if (this.denied) return Promise.reject(new DOMException("no", "SecurityError"));
    this.held.get(name)?.(new DOMException("stolen", "AbortError"));
    return new Promise((resolve, reject) => {
      this.held.set(name, reject);
      void work().then(resolve);
    });
  }) as unknown as LockManager["request"];
}

class FakeChannel {
  static open = new Set<FakeChannel>();
  onmessage: (() => void) | null = null;
  constructor(readonly name: string) {
    FakeChannel.open.add(this);
  }
  postMessage(): void {
    for (const other of FakeChannel.open) if (other !== this && other.name === this.name) queueMicrotask(() => other.onmessage?.());
  }
  close(): void {
    FakeChannel.open.delete(this);
  }
}

type Heard = Parameters<Browser["listen"]>[0];

/** A browser whose windows hear each other's changes in storage. */
class Storages {
  readonly storage = new FakeStorage();
  private readonly windows: Heard[] = [];
  window(): Browser {
    const mine: Heard[] = [];
    const set = (key: string, value: string): void => {
      this.storage.setItem(key, value);
      for (const heard of this.windows) if (!mine.includes(heard)) heard({ key, newValue: value });
    };
    const storage = { ...this.storage, setItem: set } as unknown as Storage;
    return { locks: undefined, Channel: undefined, storage: () => storage, listen: (heard) => void (mine.push(heard), this.windows.push(heard)) };
  }
}

let locks: FakeLocks;
let storages: Storages;
const Channel = FakeChannel as unknown as typeof BroadcastChannel;
const bare: Browser = { locks: undefined, Channel: undefined, storage: () => null, listen: () => undefined };

beforeEach(() => {
  locks = new FakeLocks();
  storages = new Storages();
  FakeChannel.open.clear();
});

const kinds: [string, () => Browser][] = [
  ["web locks", () => ({ ...bare, locks: locks as Browser["locks"] })],
  ["locks that a page may not use", () => ((locks.denied = true), { ...bare, locks: locks as Browser["locks"], Channel })],
  ["plain http", () => ({ ...bare, Channel })],
  ["browsers of before 2022", () => storages.window()],
];

describe.each(kinds)("%s", (_name, browser) => {
  const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

  test("the newest window writes; the others are told, once each", async () => {
    const lost: string[] = [];
    for (const window of ["first", "second", "third"]) {
      takeOver("course amy", browser(), () => lost.push(window));
      await settle();
    }
    expect(lost).toEqual(["first", "second"]);
  });

  test("another course or another learner is no concern", async () => {
    const lost: string[] = [];
    takeOver("course amy", browser(), () => lost.push("amy"));
    takeOver("course bob", browser(), () => lost.push("bob"));
    await settle();
    expect(lost).toEqual([]);
  });
});

test("a browser that has nothing of it, or whose storage is full, opens the course all the same", () => {
  storages.storage.full = true;
  const fails = (): void => {
    throw new Error("nobody took over");
  };
  takeOver("course amy", bare, fails);
  takeOver("course amy", storages.window(), fails);
});
