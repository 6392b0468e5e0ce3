/** Finds the LMS's API object: in this window and its parents, then in the opener and its parents (SCORM RTE). */

/** Frames deeper than this are a loop, not an LMS. */
const MOST_PARENTS = 500;

export function findApi(name: string, start: Window): unknown {
  return climb(name, () => start) ?? climb(name, () => start.opener) ?? climb(name, () => start.top?.opener);
}

/** Reading a window of another origin throws; that only means: not there. */
function climb(name: string, from: () => unknown): unknown {
  try {
    let place = from() as (Window & Record<string, unknown>) | null | undefined;
    for (let hops = 0; place && hops <= MOST_PARENTS; hops++) {
      const api = readApi(place, name);
      if (api && !isElement(api)) return api;
      if (place.parent === place) return null;
      place = place.parent as Window & Record<string, unknown>;
    }
  } catch {
    return null;
  }
  return null;
}

/** An author's `id="API"` stands in the window under that name, too. */
function isElement(found: object): boolean {
  return "nodeType" in found || "namedItem" in found;
}

function readApi(place: Record<string, unknown>, name: string): object | null {
  try {
    const found = place[name];
    return typeof found === "object" || typeof found === "function" ? found : null;
  } catch {
    return null;
  }
}
