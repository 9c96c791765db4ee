/* How far this reader has read: told to the site alone, now and then, and when the page is put away. */

import { isAtEnd } from "./list.js";
import { list, now, words } from "./room.js";

const isPrivate = "private" in words;
const GAP = isPrivate ? 1_000 : 20_000; // ms between two messages: of a busy room each reader is one more question
const SPREAD = isPrivate ? 0 : 2_000; // ms over which the readers of one room say it
const STILL_HERE = 40_000; // ms; of a private talk the site wants to know, so that no notice tells what is being read

const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value;
let seen = lastNumber();
let told = seen; // whoever opens the page has read what is on it
let toldAt = 0;
let timer = 0;

function lastNumber() {
  const items = list.querySelectorAll("[data-number]");
  return Number(items[items.length - 1]?.dataset.number ?? 0);
}

function isRead() {
  return document.visibilityState === "visible" && isAtEnd();
}

function tell({ isAway = false } = {}) {
  clearTimeout(timer);
  timer = 0;
  if (!words.read || !token || now.isGone || !now.isThere) return;
  const sent = new FormData();
  sent.set("csrfmiddlewaretoken", token);
  sent.set("number", seen);
  if (isAway) sent.set("away", "1");
  if (!navigator.sendBeacon(words.read, sent)) return; // a beacon goes out also while the page ends
  told = seen;
  toldAt = Date.now();
}

export function noteReading() {
  if (!isRead()) return;
  seen = Math.max(seen, lastNumber());
  if (seen <= told || timer) return;
  timer = setTimeout(tell, Math.max(Math.random() * SPREAD, toldAt + GAP - Date.now()));
}

/* The next page may be the list of rooms: it is asked for before this one is hidden. */
document.addEventListener("click", (event) => seen > told && event.target.closest("a[href]") && tell(), true);
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") {
    if (isPrivate || seen > told) tell({ isAway: true });
  } else {
    noteReading();
    if (isPrivate && isRead()) tell();
  }
});
if (isPrivate) setInterval(() => isRead() && tell(), STILL_HERE);
