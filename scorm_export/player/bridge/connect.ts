/** Makes the reporter of a package that was exported with --record: reads mobility.json, the one file that is fetched. */

import type { Reporting } from "../package";
import type { Session } from "../session";
import { Reporter } from "./reporter";
import { Transport } from "./transport";
import { turnFor } from "./turn";
import { browserStorage, ownerDigest, Vault } from "./vault";

/** null when mobility.json can't be read: then nothing is reported. */
export async function connect(session: Session): Promise<Reporter | null> {
  const reporting = await readReporting();
  if (reporting === null) return null;
  const storage = browserStorage();
  const owner = ownerDigest(reporting.package, session.learnerId);
  const vault = new Vault(reporting.package, owner, storage);
  const turn = turnFor(`mobility:${reporting.package}:${owner}`, owner === "" ? null : storage);
  return new Reporter(reporting, owner, session.source(), vault, Transport.to(reporting.record), turn);
}

async function readReporting(): Promise<Reporting | null> {
  try {
    const response = await fetch("mobility.json", { cache: "no-cache" });
    const found = response.ok ? ((await response.json()) as Partial<Reporting>) : {};
    const usable = found.version === 1 && typeof found.record === "string" && typeof found.package === "string";
    return usable && Array.isArray(found.line_items) ? (found as Reporting) : null;
  } catch {
    return null;
  }
}
