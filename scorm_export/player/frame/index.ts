/** Stands in every page that the exporter made of an author's text with programs (scorm_export/frames.py): tells the player
 * the page's height, and what a click on a link means to it. Where the page is alone, nothing listens. */

const tell = (message: object): void => parent.postMessage(message, "*");

function tellHeight(): void {
  const { body, documentElement } = document;
  if (body) tell({ mobility: "height", height: Math.max(body.scrollHeight, documentElement.offsetHeight) });
}

/** Places in this page, and other units of the course; the rest is the browser's. */
function follow(event: MouseEvent): void {
  const link = event.composedPath().find((place): place is Element => place instanceof Element && place.matches("a[href], area[href]"));
  const href = link?.getAttribute("href") ?? "";
  if (!href.startsWith("#") || event.defaultPrevented) return;
  event.preventDefault();
  const name = decodeURIComponent(href.slice(href.startsWith("#/") ? 2 : 1));
  if (href.startsWith("#/")) return tell({ mobility: "open", unit: name });
  const place = document.getElementById(name) ?? document.getElementsByName(name)[0];
  if (place) tell({ mobility: "show", top: place.getBoundingClientRect().top });
}

addEventListener("click", follow);
addEventListener("load", tellHeight);
document.addEventListener("DOMContentLoaded", () => {
  new ResizeObserver(tellHeight).observe(document.body);
  tellHeight();
});
