/* Topics that stay fresh while they are open. Every page of the forum works without this. */

const topic = document.getElementById("topic");

/* --- What changed since the last change number the page has -------------------------------------- */

let asking = false;
let askAgain = false;

async function catchUp() {
  if (asking) {
    askAgain = true;
    return;
  }
  asking = true;
  try {
    do {
      askAgain = false;
      askAgain = (await fetchChanges()) || askAgain;
    } while (askAgain);
  } finally {
    asking = false;
  }
}

/* True if there is more to fetch. */
async function fetchChanges() {
  const address = topic.dataset.since.replace(/\d+\/$/, `${topic.dataset.change}/`);
  const form = document.querySelector("#reply form") ? "" : "&form=none";
  const answer = await fetch(`${address}?seen=${topic.dataset.seen}${form}`, { headers: { "HX-Request": "true" } });
  if (answer.status === 404) {
    location.reload(); // the topic is gone for this reader; the page says so in its own words
    return false;
  }
  if (!answer.ok || answer.redirected) return false;
  const changes = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("changes");
  if (changes) merge(changes);
  return Boolean(changes && "hasMore" in changes.dataset);
}

function merge(changes) {
  for (const piece of [...changes.children]) {
    const here = document.getElementById(piece.id);
    if (here?.getAttribute("role") === "status") {
      const words = piece.textContent.trim();
      if (words) here.textContent = words;
    } else if (here) {
      renew(here, document.adoptNode(piece));
    } else if (piece.matches("article")) {
      append(piece);
    }
  }
  topic.dataset.change = changes.dataset.change;
}

/* What somebody uses at this moment stays; a piece that merely has the focus gives it to the one in its place. */
function renew(here, piece) {
  const isFocused = here === document.activeElement;
  if (!isFocused && here.contains(document.activeElement)) return;
  here.replaceWith(piece);
  if (piece.id === "reply") makeReady(piece);
  if (!isFocused) return;
  piece.tabIndex = -1;
  piece.focus({ preventScroll: true });
}

/* A form that came later is as good as one that the page brought. */
function makeReady(form) {
  window.htmx?.process(form);
  form.dispatchEvent(new CustomEvent("htmx:afterSettle", { bubbles: true, detail: { target: form } }));
}

/* A new post stands on the page only if this is the topic's last page. */
function append(post) {
  const number = Number(post.id.replace("post-", ""));
  if (!("isNewest" in topic.dataset) || number <= Number(topic.dataset.seen)) return;
  document.getElementById("posts").append(document.adoptNode(post));
  topic.dataset.seen = String(number);
}

document.addEventListener("live:news", (event) => {
  const { channel = "", news = "" } = event.detail ?? {};
  if (topic && channel === topic.dataset.live) catchUp();
  if (topic && channel === "me" && news === "meeting") location.reload(); // what was typed is kept as a draft
  const list = document.getElementById("list-news");
  if (list && channel.startsWith("group:") && (news === "topic" || news === "reply")) list.hidden = false;
});
document.addEventListener("forum:replied", catchUp);

/* --- Signs under posts --------------------------------------------------------------------------- */

document.getElementById("signs")?.addEventListener("submit", async (event) => {
  const button = event.submitter;
  if (!button) return;
  event.preventDefault();
  const form = event.target;
  const sent = new FormData(form);
  sent.set(button.name, button.value);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { "HX-Request": "true" } });
  if (!answer.ok || answer.redirected) {
    location.reload();
    return;
  }
  const place = button.closest("div");
  const kind = button.value;
  const changed = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
  if (!changed) return;
  place.replaceWith(document.adoptNode(changed));
  changed.querySelector(`[value="${kind}"]`)?.focus();
});
