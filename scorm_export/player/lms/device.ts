/** No LMS: the learner's work is in memory until they choose to keep it on this device (contract 8).
 *
 * The web format, and a SCORM package that finds no LMS. What is kept stands under a random profile id.
 */

import { randomUuid } from "../bridge/uuid";
import { Store } from "../store";
import type { Keeping, Lms, Opening } from "./lms";

const KEY = "profile";

interface Profile {
  id: string;
  state: string;
}

export class Device implements Lms {
  keeps: boolean;
  private state: string;
  private over = false;

  private constructor(
    private readonly store: Store | null,
    private profile: Profile | null,
    private readonly unread: boolean,
  ) {
    this.keeps = profile !== null;
    this.state = profile?.state ?? "";
  }

  static async begin(packageId: string): Promise<Device> {
    const store = await Store.open(`${packageId}:device`);
    try {
      return new Device(store, readProfile(await store?.get(KEY)), false);
    } catch {
      return new Device(store, null, true);
    }
  }

  /** False where this browser keeps nothing. */
  get canKeep(): boolean {
    return this.store !== null && !this.unread;
  }

  /** Random; "" while nothing is kept. */
  get learner(): string {
    return this.profile?.id ?? "";
  }

  open(): Opening {
    return { state: this.state, status: null, learner: this.learner, readonly: false, unread: this.unread };
  }

  save({ state }: Keeping): boolean | Promise<boolean> {
    if (this.over) return false;
    this.state = state;
    return this.profile === null ? true : this.write({ ...this.profile, state });
  }

  /** The learner chose to keep the work here. False: this browser can't. */
  async keep(): Promise<boolean> {
    if (!this.canKeep) return false;
    const profile = { id: randomUuid(), state: "" };
    // What is done while the browser writes goes along.
    do {
      profile.state = this.state;
      if (!(await this.write(profile))) return false;
    } while (profile.state !== this.state);
    this.profile = profile;
    this.keeps = true;
    void navigator.storage?.persist?.().catch(() => false);
    return true;
  }

  /** Takes the work off this device; what is on the screen stays in memory. */
  async forget(): Promise<void> {
    this.profile = null;
    this.keeps = false;
    await this.store?.drop(KEY);
  }

  commit(): void {}

  close(): void {
    this.over = true;
  }

  retire(): void {
    this.over = true;
  }

  private async write(profile: Profile): Promise<boolean> {
    try {
      await this.store?.put(KEY, profile);
      return this.store !== null;
    } catch {
      return false;
    }
  }
}

function readProfile(found: unknown): Profile | null {
  const { id, state } = (found ?? {}) as Partial<Profile>;
  return typeof id === "string" && typeof state === "string" ? { id, state } : null;
}
