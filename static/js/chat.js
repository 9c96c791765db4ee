/* A room that is talked in: messages appear as they are sent, nothing typed is lost, and nobody is talked over. */

const NEAR = 80; // px from the end that still count as being at the end
const QUIET = 5_000; // ms in which at most two announcements are made
const POLL = 15_000; // ms between questions where sockets are barred
const TRIES_BEFORE_POLLING = 4;
const MOST_FAULTS = 5; // answers that are neither yes nor no, before the writer is asked what to do
const AFTER_FAULT = 4_000;

const room = document.getElementById("room");
const list = document.getElementById("entries");
const form = document.getElementById("say-form");
const field = form?.elements.namedItem("body");
const channel = `room:${room.dataset.room}`;
const words = room.dataset;
const times = new Intl.DateTimeFormat(document.documentElement.lang, { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
let isGone = false;

/* --- Entries on the page ------------------------------------------------------------------------- */

function isAtEnd() {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
}

function goToEnd() {
  list.scrollTop = list.scrollHeight;
  document.querySelector(".new-below").hidden = true;
}

/* Change the list; whoever reads the end stays there, and everybody else keeps their place. */
function changeList(change) {
  const wasAtEnd = isAtEnd();
  const isLonger = change();
  document.getElementById("nothing-said").hidden = true;
  if (wasAtEnd) goToEnd();
  else if (isLonger) document.querySelector(".new-below").hidden = false;
}

function fromTemplate(name, entry) {
  const item = document.getElementById(name).content.firstElementChild.cloneNode(true);
  item.id = `entry-${entry.key}`;
  if (entry.number) item.dataset.number = entry.number;
  return item;
}

function slot(item, name) {
  return item.querySelector(`[data-slot="${name}"]`);
}

/* Names are text. Bodies and avatars are HTML that the server has made and cleaned. */
function itemOf(entry) {
  if (entry.hidden) return fromTemplate("hidden-template", entry);
  const item = fromTemplate("entry-template", entry);
  const isMine = entry.face.key === words.face;
  item.dataset.sentAs = entry.sent_as;
  item.classList.toggle("entry-mine", isMine);
  for (const link of item.querySelectorAll("a")) {
    link.href = link.getAttribute("href").replace("a".repeat(16), entry.key).replace("b".repeat(16), entry.face.key);
  }
  slot(item, "name").textContent = entry.face.name;
  slot(item, "avatar").innerHTML = entry.face.avatar ?? "";
  slot(item, "body").innerHTML = entry.html ?? "";
  setTime(slot(item, "time"), entry.at);
  if (!entry.edited) slot(item, "edited").remove();
  if (isMine || !words.face) slot(item, "report").remove();
  if (!isMine || entry.isPending) slot(item, "change").remove();
  return item;
}

function setTime(place, at) {
  place.dateTime = at;
  place.textContent = written(new Date(at));
}

/* The page says how its language writes a time: many browsers know nothing of smaller languages. */
const two = (number) => String(number).padStart(2, "0");
const letters = {
  j: (time) => time.getDate(),
  M: (time) => words.months.split(" ")[time.getMonth()],
  H: (time) => two(time.getHours()),
  i: (time) => two(time.getMinutes()),
};

function written(time) {
  const pattern = words.timeFormat ?? "";
  const isKnown = pattern && [...pattern].every((one) => one in letters || " ,.:".includes(one));
  return isKnown ? pattern.replace(/[a-z]/gi, (one) => letters[one](time)) : times.format(time);
}

/* Put the entry where its number belongs, in the place of what stood for it before. */
function place(item) {
  const sentAs = item.dataset.sentAs;
  if (sentAs) forget(sentAs);
  const before = document.getElementById(item.id);
  if (before) {
    before.replaceWith(item);
    return false;
  }
  const number = Number(item.dataset.number);
  const first = list.querySelector("[data-number]");
  if (first && number < Number(first.dataset.number)) return false; // it stands on an earlier page
  let next = null;
  for (let one = list.lastElementChild; one && !(Number(one.dataset.number) < number); one = one.previousElementSibling) next = one;
  list.insertBefore(item, next);
  return true;
}

function show({ entry, since }) {
  if (!entry) return; // somebody whom this reader has blocked
  changeList(() => {
    const isNew = place(itemOf(entry));
    if (isNew && since !== undefined && entry.face?.key !== words.face) announce(entry);
    return isNew;
  });
}

/* --- Said aloud, politely ------------------------------------------------------------------------ */

let spoken = [];
let unspoken = [];
let voice = 0;

function announce(entry) {
  unspoken.push(entry);
  clearTimeout(voice);
  spoken = spoken.filter((at) => at > Date.now() - QUIET);
  if (spoken.length < 1) speak();
  else voice = setTimeout(speak, QUIET - (Date.now() - spoken[0]));
}

function speak() {
  if (!unspoken.length) return;
  const [one] = unspoken;
  const text = new DOMParser().parseFromString(one.html, "text/html").body.textContent.trim();
  const sentence =
    unspoken.length === 1
      ? words.said.replace("{name}", one.face.name).replace("{words}", () => text)
      : words.several.replace("{count}", unspoken.length);
  document.getElementById("announcer").textContent = sentence;
  spoken.push(Date.now());
  unspoken = [];
}

/* --- The outbox: kept on this device until the site says that it has it -------------------------- */

const outboxKey = `unsent ${words.room} ${words.face}`;
const typingKey = `typing ${words.room} ${words.face}`;
let outbox = recall(outboxKey, []);
let isSending = false;

function recall(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null") ?? otherwise;
  } catch {
    return otherwise;
  }
}

function keep(key, value) {
  try {
    if (value && value.length) localStorage.setItem(key, JSON.stringify(value));
    else localStorage.removeItem(key);
  } catch {
    /* this browser keeps nothing; the page does as long as it is open */
  }
}

function newKey() {
  if (crypto.randomUUID) return crypto.randomUUID();
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

function pendingItem(message) {
  const face = { key: words.face, name: words.faceName };
  const item = itemOf({ key: `sending-${message.key}`, face, at: message.at, isPending: true });
  item.classList.add("entry-sending");
  slot(item, "body").textContent = message.text;
  slot(item, "body").classList.add("entry-plain");
  const note = document.createElement("p");
  note.className = "entry-state muted";
  note.setAttribute("role", "status");
  item.querySelector(".entry-words").append(note);
  list.append(item);
  return item;
}

function showStateOf(message, sentence, { isFailed = false } = {}) {
  const item = document.getElementById(`entry-sending-${message.key}`) ?? pendingItem(message);
  item.classList.toggle("entry-failed", isFailed);
  const note = item.querySelector(".entry-state");
  note.textContent = sentence;
  if (!isFailed) return;
  note.append(
    button(words.retry, () => {
      message.refused = false;
      message.faults = 0;
      sendAll();
    }),
    button(words.discard, () => {
      forget(message.key);
      field.focus();
    }),
  );
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button-link";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

function forget(key) {
  const length = outbox.length;
  outbox = outbox.filter((message) => message.key !== key);
  if (outbox.length !== length) keep(outboxKey, outbox);
  document.getElementById(`entry-sending-${key}`)?.remove();
}

/* One after the other, in the order in which they were written. */
async function sendAll() {
  if (isSending || isGone) return;
  isSending = true;
  try {
    for (const message of [...outbox]) {
      if (message.refused) continue;
      changeList(() => {
        showStateOf(message, words.sending);
        return false;
      });
      if (!(await sendOne(message))) break;
    }
  } finally {
    isSending = false;
  }
}

/* False if the rest has to wait. */
async function sendOne(message) {
  let answer;
  try {
    answer = await (isPolling ? post(message) : window.live.command({ say: message.text, room: words.room, key: message.key }));
  } catch {
    showStateOf(message, words.waiting);
    return false;
  }
  if (answer.said) {
    settle(message, answer);
    return true;
  }
  if (answer.retry_after) {
    showStateOf(message, answer.refused);
    setTimeout(sendAll, answer.retry_after * 1000);
    return false;
  }
  message.faults = (message.faults ?? 0) + 1;
  if (!answer.refused && message.faults < MOST_FAULTS) {
    showStateOf(message, words.waiting); // the site has trouble; it will not be for long
    setTimeout(sendAll, AFTER_FAULT);
    return false;
  }
  message.refused = true;
  keep(outboxKey, outbox);
  showStateOf(message, `${answer.refused ?? words.failed} `, { isFailed: true });
  return true;
}

/* The site has it. Its frame may be here already; if not, what we show stands in for it until it comes. */
function settle(message, { entry, number }) {
  const item = document.getElementById(`entry-sending-${message.key}`);
  outbox = outbox.filter((one) => one.key !== message.key);
  keep(outboxKey, outbox);
  if (!entry) {
    ask(); // it stands in the answer, under its key
    return;
  }
  if (!item) return;
  if (document.getElementById(`entry-${entry}`)) {
    item.remove();
    return;
  }
  item.id = `entry-${entry}`;
  item.dataset.number = number;
  item.classList.remove("entry-sending");
  item.querySelector(".entry-state").remove();
}

function say(text) {
  outbox.push({ key: newKey(), text, at: new Date().toISOString() });
  keep(outboxKey, outbox);
  for (const message of outbox) if (!message.refused) showStateOf(message, words.sending);
  goToEnd();
  sendAll();
}

/* --- Where sockets are barred, the page asks and posts ------------------------------------------- */

let isPolling = false;
let position = Number(words.change);

async function poll() {
  if (!isPolling || isGone) return;
  if (await ask()) sendAll();
  setTimeout(poll, POLL);
}

/* Fetch what changed; false if the site could not be asked. */
async function ask() {
  try {
    const answer = await fetch(words.since.replace(/0\/$/, `${position}/`), { headers: { "HX-Request": "true" } });
    if (answer.status === 404) leave();
    if (answer.ok && !answer.redirected) {
      const changes = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("changes");
      for (const item of [...changes.children]) changeList(() => place(document.adoptNode(item)));
      position = Number(changes.dataset.change ?? position);
    }
    return answer.ok;
  } catch {
    return false;
  }
}

async function post(message) {
  const sent = new FormData(form);
  sent.set("body", message.text);
  sent.set("client_key", message.key);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
  if (answer.status === 204) return { said: message.key };
  if (answer.status === 429) return { refused: words.waiting, retry_after: Number(answer.headers.get("Retry-After") ?? 10) };
  if (answer.status >= 500) throw new Error("the site has trouble");
  return { refused: words.failed };
}

/* --- Beginning ----------------------------------------------------------------------------------- */

function leave() {
  isGone = true;
  const status = document.getElementById("live-status");
  status.textContent = words.gone;
  status.dataset.state = "lost";
}

window.live.follow(
  channel,
  {
    onChange(change) {
      position = change.change;
      show(change);
    },
    onFollowed(now) {
      position = now;
      sendAll();
    },
    onGone: leave,
  },
  position,
);
window.live.watchState((state, tries) => {
  const wasPolling = isPolling;
  isPolling = state === "lost" && tries >= TRIES_BEFORE_POLLING;
  if (isPolling && !wasPolling) poll();
});

list.addEventListener("scroll", () => isAtEnd() && (document.querySelector(".new-below").hidden = true), { passive: true });
document.getElementById("show-new").addEventListener("click", () => {
  goToEnd();
  list.focus();
});
document.querySelector(".load-newer").hidden = true;
for (const place of list.querySelectorAll('[data-slot="time"]')) setTime(place, place.getAttribute("datetime"));

if (form) {
  document.querySelector(".say-keys").hidden = false;
  field.value ||= recall(typingKey, "");
  field.addEventListener("input", () => keep(typingKey, field.value));
  field.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (!text) return;
    field.value = "";
    keep(typingKey, "");
    field.focus();
    say(text);
  });
  for (const message of outbox) showStateOf(message, message.refused ? `${words.failed} ` : words.waiting, { isFailed: message.refused });
}

room.classList.add("room-live");
const wanted = location.hash && document.getElementById(location.hash.slice(1));
if (wanted) wanted.scrollIntoView({ block: "center" });
else goToEnd();
