/* A room that is talked in: messages appear as they are sent, nothing typed is lost, and nobody is talked over. */

import { leave, poll } from "./chat/asking.js";
import { fit } from "./chat/fitting.js";
import { keep, recall } from "./chat/kept.js";
import { changeList, goToEnd, isAtEnd, itemOf, place } from "./chat/list.js";
import { keepUnsent, say, sendAll, showUnsent } from "./chat/outbox.js";
import { noteReading } from "./chat/reading.js";
import { field, form, list, now, room, words } from "./chat/room.js";
import { announce } from "./chat/spoken.js";
import { setTime } from "./chat/times.js";
import { lookAgain } from "./chat/writing.js";

const TRIES_BEFORE_POLLING = 4;
let wasLost = false; // the connection, since this page heard of everything

function show({ entry, since }) {
  if (!entry) return; // somebody whom this reader has blocked
  changeList(() => {
    const isNew = place(itemOf(entry));
    if (isNew && since !== undefined && entry.face?.key !== words.face) announce(entry);
    return isNew;
  });
  noteReading();
}

window.live.follow(
  `room:${words.room}`,
  {
    onChange(change) {
      now.position = change.change;
      show(change);
    },
    onFollowed(position) {
      now.position = position;
      if (wasLost && "private" in words) lookAgain(); // it may have ended meanwhile
      wasLost = false;
      sendAll();
    },
    onGone: leave,
  },
  now.position,
);
window.live.watchState((state, tries) => {
  now.isThere = state === "connected";
  wasLost ||= state === "lost";
  const wasPolling = now.isPolling;
  now.isPolling = state === "lost" && tries >= TRIES_BEFORE_POLLING;
  if (now.isPolling && !wasPolling) poll(sendAll);
});

list.addEventListener("scroll", lookBelow, { passive: true });
document.getElementById("show-new").addEventListener("click", () => {
  goToEnd();
  list.focus();
});
document.querySelector(".load-newer").hidden = true;
for (const place of list.querySelectorAll('[data-slot="time"]')) setTime(place, place.getAttribute("datetime"));

function lookBelow() {
  if (!isAtEnd()) return;
  document.querySelector(".new-below").hidden = true;
  noteReading();
}

const typingKey = `typing ${words.room} ${words.face}`;
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
} else {
  room.classList.add("room-read-only");
  const typed = words.face && recall(typingKey, "").trim();
  if (typed) keepUnsent(typed);
  keep(typingKey, "");
}
if (words.face) showUnsent();

room.classList.add("room-live");
fit();
const wanted = location.hash && document.getElementById(location.hash.slice(1));
if (wanted) wanted.scrollIntoView({ block: "center" });
else goToEnd();
