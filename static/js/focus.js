/* Where the focus goes when a piece of the page is exchanged: to what stands in the place of what had it, never lost. */

const ARRIVES = 10_000; // ms within which one's own words are expected on the page
const STOPS = "a[href], button, input:not([type='hidden']), select, textarea, summary, [tabindex]";

let before = null; // what had the focus in the piece that goes

function sign(one) {
  return ["id", "href", "name", "value", "aria-label"].map((name) => one.getAttribute(name) ?? "").join("\n");
}

function isLost() {
  return !document.activeElement || document.activeElement === document.body;
}

function focusOn(one) {
  if (!one.matches(STOPS)) one.tabIndex = -1;
  one.focus();
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const had = document.activeElement;
  before = detail.target?.contains(had) && had !== document.body ? { sign: sign(had), target: detail.target.id } : null;
});

document.addEventListener("htmx:afterSettle", () => {
  const target = before && document.getElementById(before.target);
  if (target && isLost()) focusOn([...target.querySelectorAll(STOPS)].find((one) => sign(one) === before.sign) ?? target);
  before = null;
});

/* After a reply one stands at one's own post, unless one has gone on to do something else. */
let waitsUntil = 0;
const posts = document.getElementById("posts");
document.addEventListener("forum:replied", () => {
  waitsUntil = Date.now() + ARRIVES;
});
if (posts) {
  new MutationObserver((changes) => {
    const came = changes.flatMap((change) => [...change.addedNodes]).filter((node) => node.matches?.("article"));
    if (!came.length || Date.now() > waitsUntil) return;
    waitsUntil = 0;
    if (isLost() || document.activeElement.closest("#reply")) focusOn(came[came.length - 1]);
  }).observe(posts, { childList: true });
}

/* What was just done is said first on the page that follows, and the keyboard goes on from there. A browser brings the
   "#main" of the skip link along from page to page. */
window.addEventListener("load", () => {
  const said = document.querySelector("#messages > .notice");
  const isFree = isLost() || document.activeElement.id === "main";
  if (said && isFree && ["", "#main"].includes(location.hash)) focusOn(said);
});
