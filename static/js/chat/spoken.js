/* What others say is said aloud, politely: one announcement in a while, and many messages as their number. */

import { isMuted } from "./muted.js";
import { words } from "./room.js";

const QUIET = 5_000; // ms in which at most one announcement is made

let spoken = [];
let unspoken = [];
let voice = 0;

export function announce(entry) {
  if (isMuted(entry.html)) return;
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
