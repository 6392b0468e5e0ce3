/** Links in the author's HTML never replace the frame the course stands in: that would end the course and its LMS session. */

/** What a click on a link is to do: leave it to the browser, go to a place in this unit, to another unit, or nothing. */
export type Way = "follow" | "inside" | "unit" | "nowhere";

/** `href` and `target` as written. Links into other windows, mail and telephone leave the frame alone. */
export function wayOf(href: string, target: string): Way {
  if (href.startsWith("#/")) return "unit";
  if (href.startsWith("#")) return "inside";
  if (/^(mailto|tel|sms):/i.test(href)) return "follow";
  return ["", "_self", "_parent", "_top"].includes(target.toLowerCase()) ? "nowhere" : "follow";
}

/** For clicks in a unit; blocks keep links in their own shadow. `open` gets the id of another unit. */
export function guardLinks(event: Event, open: (unit: string) => void): void {
  const link = event.composedPath().find((place): place is Element => place instanceof Element && place.matches("a[href], area[href]"));
  if (!link) return;
  const href = (link.getAttribute("href") ?? "").trim();
  const way = wayOf(href, link.getAttribute("target") ?? "");
  if (way === "follow") return;
  event.preventDefault();
  if (way === "inside") goTo(event.currentTarget as Element, href.slice(1));
  if (way === "unit") open(decoded(href.slice(2)));
}

/** The place called `name` in the unit comes into sight and has the focus. */
function goTo(unit: Element, name: string): void {
  const id = decoded(name);
  if (id === "") return;
  const place = [...unit.querySelectorAll<HTMLElement>("[id], a[name]")].find(
    (each) => each.id === id || each.getAttribute("name") === id,
  );
  if (!place) return;
  if (place.tabIndex < 0) place.tabIndex = -1;
  place.focus({ preventScroll: true });
  place.scrollIntoView({ block: "start" });
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}
