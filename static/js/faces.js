/* Names and pictures of people on an open page change with them; and who wants it is seen to be here. */

const SPREAD = 4_000; // ms over which the pages of a group ask, so that they do not ask all at once
const STILL_HERE = 60_000; // ms

const place = document.getElementById("faces-live");
const SHOWN = ".post > header h2, .post > header > .avatar, .post .quoted, .entry-head > [data-slot=name], .entry-face";

/* Every piece that shows a face, by the thing it stands in. */
function pieces(root) {
  const found = new Map();
  for (const thing of root.querySelectorAll(".post[id], .entry[id]")) {
    thing.querySelectorAll(SHOWN).forEach((piece, number) => found.set(`${thing.id} ${number}`, piece));
  }
  return found;
}

let timer = 0;

function askSoon() {
  clearTimeout(timer);
  timer = setTimeout(ask, Math.random() * SPREAD);
}

async function ask() {
  try {
    const answer = await fetch(location.href);
    if (!answer.ok || answer.redirected) return;
    const fresh = pieces(new DOMParser().parseFromString(await answer.text(), "text/html"));
    for (const [name, piece] of pieces(document)) {
      const other = fresh.get(name);
      if (other && other.outerHTML !== piece.outerHTML) piece.replaceWith(document.adoptNode(other));
    }
  } catch {
    /* the names stay as they are until the page is loaded again */
  }
}

function sayHere() {
  if (document.visibilityState === "visible") window.live.command({ here: place.dataset.here }).catch(() => {});
}

document.addEventListener("live:news", (event) => event.detail.news === "faces" && askSoon());
if (place?.dataset.here) setInterval(sayHere, STILL_HERE);
