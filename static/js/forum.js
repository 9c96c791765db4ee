/* Topics that stay fresh while they are open, and words that are not lost while they are written.
   Every page of the forum works without this. */

const PAUSE = 1500; // ms without typing, after which a draft is kept
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
  const answer = await fetch(`${address}?seen=${topic.dataset.seen}`, { headers: { "HX-Request": "true" } });
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
      if (!here.contains(document.activeElement)) here.replaceWith(document.adoptNode(piece));
    } else if (piece.matches("article")) {
      append(piece);
    }
  }
  topic.dataset.change = changes.dataset.change;
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
  const place = button.closest(".signs");
  const kind = button.value;
  const changed = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(place.id);
  if (!changed) return;
  place.replaceWith(document.adoptNode(changed));
  changed.querySelector(`[value="${kind}"]`)?.focus();
});

/* --- Drafts -------------------------------------------------------------------------------------- */

/* The site keeps what is typed. Only if it cannot (signed out, no connection) this browser does, until it can. */
const SENT = "words sent";
const storeKey = (form) => `words ${form.dataset.words}`;

function wordsOf(form) {
  const body = form.elements.namedItem("body");
  const title = form.elements.namedItem("title");
  return { body: body?.value ?? "", title: title?.value ?? "" };
}

function keepHere(form) {
  try {
    localStorage.setItem(storeKey(form), JSON.stringify(wordsOf(form)));
  } catch {
    return false; // the browser keeps nothing
  }
  return true;
}

function forgetHere(form) {
  try {
    localStorage.removeItem(storeKey(form));
  } catch {
    /* nothing was kept */
  }
}

function bringBack(form) {
  let kept = null;
  try {
    kept = JSON.parse(localStorage.getItem(storeKey(form)) ?? "null");
  } catch {
    return;
  }
  if (!kept) return;
  for (const [name, words] of Object.entries(kept)) {
    const field = form.elements.namedItem(name);
    if (field && words && !field.value) field.value = words;
  }
  keepDraft(form);
}

function showState(form, words) {
  const state = form.querySelector("#draft-state");
  if (state) state.textContent = words;
  return state;
}

async function keepDraft(form) {
  const sent = new FormData(form);
  sent.delete("preview");
  let isKept = false;
  try {
    const answer = await fetch(form.dataset.draft, { method: "POST", body: sent, headers: { "HX-Request": "true" } });
    isKept = answer.status === 204;
  } catch {
    isKept = false;
  }
  if (!form.isConnected) return;
  const state = form.querySelector("#draft-state");
  if (isKept) {
    forgetHere(form);
    showState(form, state?.dataset.kept ?? "");
  } else if (keepHere(form)) {
    showState(form, state?.dataset.unkept ?? "");
  }
}

function watchForm(form) {
  if (form.dataset.isWatched) return;
  form.dataset.isWatched = "yes";
  let timer = 0;
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => keepDraft(form), PAUSE);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    if (event.submitter?.name === "preview" || !keepHere(form)) return;
    sessionStorage.setItem(SENT, storeKey(form));
  });
  bringBack(form);
}

function watchForms() {
  document.querySelectorAll("form[data-draft]").forEach(watchForm);
}

/* What was sent need not be kept. Where a whole page follows, one without the form says that it was sent. */
document.addEventListener("forum:replied", () => {
  const form = document.querySelector("form[data-draft]");
  if (form) forgetHere(form);
});

function forgetWhatWasSent() {
  const sent = sessionStorage.getItem(SENT);
  if (!sent) return;
  sessionStorage.removeItem(SENT);
  const forms = [...document.querySelectorAll("form[data-draft]")];
  if (!forms.some((form) => storeKey(form) === sent)) localStorage.removeItem(sent);
}

document.addEventListener("htmx:afterSettle", watchForms);
forgetWhatWasSent();
watchForms();
