/* One socket for everything live on a page; docs/protocol.md says what goes over it.
   Pages work without it: it only tells them sooner. */

const HEARTBEAT = 25_000; // ms between pings
const PATIENCE = 10_000; // ms within which a ping is answered
const SHORTEST = 500; // ms before the first try to come back
const LONGEST = 30_000;
const SIGNED_OUT = 4001;
const LEADS = 4000; // ms within which an answer replaces the page, once it was asked for

const follows = new Map(); // channel → { position, onChange, onFollowed, onGone, onNews }
const waiting = new Map(); // id of a message → what to do with its answer
const watchers = new Set(); // called with every new state of the connection
let socket = null;
let state = "connecting";
let tries = 0;
let lastId = 0;
let returnTimer = 0;
let pingTimer = 0;
let pongTimer = 0;
let hasBegun = false;

/* --- For other modules --------------------------------------------------------------------------- */

/* Follow a channel from `position` (undefined: from now). `onChange` gets every numbered change once and in order. */
function follow(channel, callbacks, position) {
  follows.set(channel, { ...callbacks, position });
  if (isOpen()) askToFollow(channel);
  else if (hasBegun) connect();
}

/* Give a command; the promise is kept with its answer, or broken when the connection is lost before. */
function command(message) {
  return new Promise((resolve, reject) => {
    if (!isOpen()) {
      reject(new Error("not connected"));
      return;
    }
    const id = ++lastId;
    waiting.set(id, { resolve, reject });
    send({ ...message, id });
  });
}

function watchState(watcher) {
  watchers.add(watcher);
  watcher(state, tries);
}

/* --- The socket ---------------------------------------------------------------------------------- */

function isOpen() {
  return socket?.readyState === WebSocket.OPEN;
}

/* Given up in the same moment, there is nothing to say it to: what is followed is asked for again by the next one. */
function send(message) {
  socket?.send(JSON.stringify(message));
}

function connect() {
  clearTimeout(returnTimer);
  if (socket || state === "signed-out") return;
  const address = new URL("/live", location.href);
  address.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  const own = new WebSocket(address);
  socket = own; // one that was given up may still say something, which is for nobody then
  own.addEventListener("open", () => {
    if (own !== socket) return;
    tries = 0;
    enter("connected");
    for (const channel of follows.keys()) askToFollow(channel);
    beat();
  });
  own.addEventListener("message", (event) => own === socket && hear(JSON.parse(event.data)));
  own.addEventListener("close", (event) => own === socket && lose(event.code));
}

/* A socket that has gone quiet is not waited for: it may take minutes to notice that nobody is there. */
function drop() {
  const quiet = socket;
  lose(1006);
  quiet?.close();
}

function lose(code) {
  if (!socket) return;
  socket = null;
  clearTimeout(pingTimer);
  clearTimeout(pongTimer);
  for (const { reject } of waiting.values()) reject(new Error("the connection was lost"));
  waiting.clear();
  if (code === SIGNED_OUT) {
    leaveForSignIn();
    return;
  }
  tries += 1;
  enter("lost");
  const pause = Math.min(LONGEST, SHORTEST * 2 ** Math.min(tries - 1, 8));
  returnTimer = setTimeout(connect, pause * (0.5 + Math.random()));
}

function enter(next) {
  state = next;
  for (const watcher of watchers) watcher(state, tries);
}

function beat() {
  clearTimeout(pingTimer);
  pingTimer = setTimeout(() => {
    if (!isOpen()) return;
    send({ ping: true });
    pongTimer = setTimeout(drop, PATIENCE);
  }, HEARTBEAT);
}

/* --- When the session has ended ------------------------------------------------------------------ */

let isLeading = false; // this tab is on its way elsewhere by itself: by a link, or by the form that signs out

function noteLeading() {
  isLeading = true;
  setTimeout(() => {
    isLeading = false;
  }, LEADS);
}

addEventListener("submit", noteLeading, { capture: true });

/* Words that were typed are on this device already, so whoever was signed out is not asked whether they mean it. */
addEventListener(
  "beforeunload",
  (event) => {
    if (state === "signed-out") event.stopImmediatePropagation();
    else noteLeading();
  },
  { capture: true },
);

/* Nothing of the page stays on the screen, and Back does not find it. Whoever is signed in after all, because the
   session has only got another key, is led straight back here by the sign-in page. */
function leaveForSignIn() {
  if (state === "signed-out") return;
  enter("signed-out");
  socket?.close();
  const root = document.documentElement;
  const signIn = document.querySelector('meta[name="sign-in"]')?.content;
  if (!signIn || root.classList.contains("is-leaving")) return;
  root.classList.add("is-leaving");
  document.title = "";
  const address = `${signIn}?${new URLSearchParams({ next: location.pathname + location.search })}`;
  setTimeout(() => location.replace(address), isLeading ? LEADS : 0);
}

/* --- What is heard ------------------------------------------------------------------------------- */

function hear(message) {
  clearTimeout(pongTimer);
  beat();
  if (message.id && waiting.has(message.id)) {
    waiting.get(message.id).resolve(message);
    waiting.delete(message.id);
    if (message.signed_out) setTimeout(leaveForSignIn, 0); // after its words have been kept
  } else if (message.followed) hearFollowed(message);
  else if (message.gone) hearGone(message.gone);
  else if (message.news) hearNews(message.channel, message.news);
  else if (message.channel) hearChange(message);
}

function askToFollow(channel) {
  const { position } = follows.get(channel);
  send(position === undefined ? { follow: channel } : { follow: channel, position });
}

function hearFollowed({ followed: channel, position, more, changes }) {
  const one = follows.get(channel);
  if (!one) return;
  const before = one.position;
  for (const change of changes) one.onChange?.(change);
  one.position = position;
  if (more) askToFollow(channel);
  else one.onFollowed?.(position, before);
}

function hearChange(message) {
  const one = follows.get(message.channel);
  if (!one || message.change <= one.position) return;
  if (message.since > one.position) {
    askToFollow(message.channel); // something in between is missing: the log has it
    return;
  }
  one.position = message.change;
  one.onChange?.(message);
}

function hearGone(channel) {
  const one = follows.get(channel);
  follows.delete(channel);
  one?.onGone?.();
}

function hearNews(channel, news) {
  follows.get(channel)?.onNews?.(news);
  document.dispatchEvent(new CustomEvent("live:news", { detail: { channel, news } }));
}

/* --- Pages that only want news ------------------------------------------------------------------- */

/* `data-live` names a channel; `data-change`, if there is one, is the last change that the page shows. */
function followElement(element) {
  const channel = element.dataset.live;
  const tellIfMissed = (position, before) => {
    const shown = element.dataset.change === undefined ? before : Number(element.dataset.change);
    if (shown !== undefined && position > shown) hearNews(channel, "missed");
  };
  follow(channel, { onFollowed: tellIfMissed });
}

/* Elements marked `data-live-status` say in words how the connection is. */
function showState(next) {
  for (const place of document.querySelectorAll("[data-live-status]")) {
    const words = { connecting: "connecting", connected: "connected", lost: "lost", "signed-out": "signedOut" }[next];
    place.dataset.state = next;
    place.textContent = place.dataset[words] ?? "";
  }
}

function begin() {
  hasBegun = true;
  /* A page of a member's, and nobody there to whom "me" belongs: the session ended while the page was asleep. */
  if (document.getElementById("unread-count")) follow("me", { onGone: leaveForSignIn });
  document.querySelectorAll("[data-live]").forEach(followElement);
  watchState(showState);
  if (follows.size) connect();
}

window.addEventListener("online", () => {
  if (socket && !isOpen()) drop(); // an attempt from before the line was back may wait for minutes
  comeBackNow();
});
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && comeBackNow());
/* Given up at once: a page that comes back from the browser's memory must not wait for the end of a goodbye. */
window.addEventListener("pagehide", drop);
window.addEventListener("pageshow", (event) => event.persisted && comeBackNow());

function comeBackNow() {
  if (!socket && follows.size) connect();
}

/* Other modules find this one here: their file is another one, and each file has what it imports for itself. They add
   what they follow before it begins. */
window.live = Object.freeze({ follow, command, watchState });
setTimeout(begin, 0);
