/* Nothing that was typed is lost: this device keeps it at every keystroke, the site at every pause.
   What the site has is forgotten here, so that a shared device keeps nothing longer than it must. */

const PAUSE = 1500; // ms without typing, after which the site keeps a draft
const AGAIN = 10_000; // ms until the site is tried again when it could not be reached
const REFUSALS = [403, 404, 410];
const SENT = "words sent";
const storeKey = (form) => `words ${form.dataset.words}`;
const faceOf = (key) => key.split(" ").at(-1);
const forms = () => [...document.querySelectorAll("form[data-words]")];

/* --- On this device ------------------------------------------------------------------------------- */

function wordsOf(form) {
  const words = {};
  for (const name of ["title", "body"]) words[name] = form.elements.namedItem(name)?.value ?? "";
  return words;
}

const isEmpty = (words) => !words.title.trim() && !words.body.trim();
const areSame = (one, other) => one.title === other.title && one.body === other.body;

function keepHere(form) {
  try {
    localStorage.setItem(storeKey(form), JSON.stringify({ ...wordsOf(form), at: Date.now() }));
  } catch {
    return false; // the browser keeps nothing
  }
  return true;
}

function forgetHere(key) {
  try {
    localStorage.removeItem(key);
  } catch {
    /* nothing was kept */
  }
}

function keptHere(form) {
  try {
    const kept = JSON.parse(localStorage.getItem(storeKey(form)) ?? "null");
    return kept && { title: kept.title ?? "", body: kept.body ?? "", at: kept.at ?? 0 };
  } catch {
    return null;
  }
}

/* --- What is said about it ------------------------------------------------------------------------ */

const clock = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  hour: "2-digit",
  minute: "2-digit",
});

/* Said aloud only when it is something else than before; the time of it is for eyes. */
function say(form, kind, { isTimed = false, reason = "" } = {}) {
  const state = form.querySelector("#draft-state");
  if (!state) return;
  if (state.dataset.says !== kind || reason) {
    state.dataset.says = kind;
    const words = `${reason} ${state.dataset[kind]}`.trim();
    if (state.textContent.trim() !== words) state.textContent = words;
  }
  state.querySelector("span")?.remove();
  if (!isTimed) return;
  const time = document.createElement("span");
  time.setAttribute("aria-hidden", "true");
  time.textContent = ` ${clock.format(new Date())}`;
  state.append(time);
}

function offer(form, words) {
  const place = form.querySelector("#draft-other");
  if (!place || !words.trim()) return;
  place.hidden = false;
  place.querySelector("#draft-other-words").textContent = words;
}

/* --- At the site ---------------------------------------------------------------------------------- */

const unkept = new WeakSet(); // forms with words that the site does not have
const saving = new WeakMap();
const stopping = new WeakMap();
const again = new WeakMap();

function draftOf(form) {
  const words = new FormData(form);
  for (const name of ["preview", "picture", "alt"]) words.delete(name);
  words.set("seen", form.dataset.seen ?? "");
  return words;
}

/* The site's own sentence, if it gave one: whoever may not write there any more reads why. */
async function reasonIn(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  return page.querySelector("#refused p")?.textContent.trim() ?? "";
}

/* "kept", or why not: the site cannot be reached, has trouble, or does not take it. */
async function bring(form, words, isLast) {
  const stop = new AbortController();
  stopping.set(form, stop);
  const options = { method: "POST", body: words, headers: { "HX-Request": "true" }, keepalive: isLast, signal: stop.signal };
  try {
    const answer = await fetch(form.dataset.draft, options);
    if (answer.redirected || answer.status === 401) return ["signedOut", null];
    if (REFUSALS.includes(answer.status)) return ["refused", await reasonIn(answer)];
    return answer.ok ? ["kept", await answer.json()] : ["troubled", null];
  } catch {
    return ["unreachable", null];
  }
}

/* One at a time, so that each goes on from what the one before left. */
async function keepDraft(form, isLast = false) {
  if (!form.dataset.draft) return;
  if (saving.has(form) && !isLast) {
    saving.set(form, true);
    return;
  }
  saving.set(form, false);
  const words = wordsOf(form);
  const [state, answer] = await bring(form, draftOf(form), isLast);
  const isMore = saving.get(form);
  saving.delete(form);
  if (!form.isConnected || form.dataset.isSent) return;
  if (state === "kept") {
    form.dataset.seen = answer.seen;
    offer(form, answer.other);
    if (areSame(words, wordsOf(form))) {
      unkept.delete(form);
      forgetHere(storeKey(form));
    }
    say(form, "kept", { isTimed: true });
  } else {
    const reason = state === "refused" ? answer : "";
    say(form, keepHere(form) ? state : "unkept", { reason });
    if (state !== "refused") tryAgain(form);
  }
  if (isMore) keepDraft(form);
}

function tryAgain(form) {
  clearTimeout(again.get(form));
  again.set(
    form,
    setTimeout(() => form.isConnected && unkept.has(form) && keepDraft(form), AGAIN),
  );
}

addEventListener("online", () => forms().filter((form) => unkept.has(form)).forEach((form) => keepDraft(form)));

/* --- One form ------------------------------------------------------------------------------------- */

/* What this device kept is newer than what the page brought, unless the page was written on elsewhere since. */
function bringBack(form) {
  const kept = keptHere(form);
  const here = wordsOf(form);
  if (!kept) return;
  if (isEmpty(kept)) {
    forgetHere(storeKey(form));
    return;
  }
  if (areSame(kept, here)) {
    keepDraft(form); // what came back from a preview may not have reached the site yet
    return;
  }
  if (here.body.trim() && !kept.body.startsWith(here.body)) offer(form, here.body);
  for (const name of ["title", "body"]) {
    const field = form.elements.namedItem(name);
    if (field && kept[name]) field.value = kept[name];
  }
  unkept.add(form);
  say(form, "brought");
  keepDraft(form);
}

function watchForm(form) {
  if (form.dataset.isWatched) return;
  form.dataset.isWatched = "yes";
  let timer = 0;
  const note = () => {
    unkept.add(form);
    const isHere = keepHere(form);
    if (!form.dataset.draft) say(form, isHere ? "here" : "unkept");
    clearTimeout(timer);
    timer = setTimeout(() => keepDraft(form), PAUSE);
  };
  form.addEventListener("input", (event) => event.target.matches("[name=title], [name=body]") && note());
  form.addEventListener("change", (event) => event.target.matches("[type=checkbox]") && note());
  form.addEventListener("submit", (event) => {
    clearTimeout(timer);
    form.dataset.isSent = "yes"; // leaving for the answer is no leaving
    setTimeout(() => delete form.dataset.isSent, 4000);
    if (event.submitter?.name === "preview") return;
    stopping.get(form)?.abort(); // a draft that comes after the words it became would stand there again
    keepHere(form);
    sessionStorage.setItem(SENT, storeKey(form));
  });
  form.querySelector("[data-take-other]")?.addEventListener("click", () => exchange(form));
  bringBack(form);
}

/* The words in the field and the other ones change places; undo takes that back. */
function exchange(form) {
  const field = form.elements.namedItem("body");
  const other = form.querySelector("#draft-other-words");
  const before = field.value;
  const detail = { start: 0, end: before.length, text: other.textContent };
  field.dispatchEvent(new CustomEvent("composer:put", { bubbles: true, detail }));
  other.textContent = before;
  form.dataset.seen = ""; // so that the site keeps what was in the field as the other words
}

const begin = () => forms().forEach(watchForm);

/* --- Sent, or about to be lost -------------------------------------------------------------------- */

/* What was sent need not be kept. htmx says so; a whole page shows it: it came to a post that is one's own, under the
   face that wrote. Whoever else signs in here meanwhile shows nothing of the kind, and takes nothing away. */
document.addEventListener("forum:replied", () => {
  const key = sessionStorage.getItem(SENT);
  sessionStorage.removeItem(SENT);
  if (key) forgetHere(key);
});

function forgetWhatWasSent() {
  const key = sessionStorage.getItem(SENT);
  const shown = forms();
  if (!key || !shown.some((form) => faceOf(storeKey(form)) === faceOf(key))) return;
  const post = /^#post-\d+$/.test(location.hash) ? document.querySelector(location.hash) : null;
  if (post?.querySelector('a[href$="/edit/"]')) forgetHere(key);
  sessionStorage.removeItem(SENT);
}

/* A last try while the page goes: it reaches the site even when the page is gone. */
addEventListener("pagehide", () => {
  forms()
    .filter((form) => unkept.has(form) && !form.dataset.isSent)
    .forEach((form) => keepDraft(form, true));
});

/* Asked only if the site does not have the words and could not be given them. */
addEventListener("beforeunload", (event) => {
  const isAtRisk = (form) =>
    unkept.has(form) &&
    !form.dataset.isSent &&
    ["unreachable", "troubled", "refused", "unkept"].includes(form.querySelector("#draft-state")?.dataset.says);
  if (forms().some(isAtRisk)) event.preventDefault();
});

document.addEventListener("htmx:afterSettle", begin);
forgetWhatWasSent();
begin();
