/* What holds a word that this reader does not want to read stays folded until they open it. */

import { words } from "./room.js";

const muted = JSON.parse(words.muted || "[]");
const LETTER = "[\\p{L}\\p{N}_]";
const pattern = muted.length ? new RegExp(`(?<!${LETTER})(?:${muted.map(asPattern).join("|")})(?!${LETTER})`, "iu") : null;

function asPattern(one) {
  return one.replace(/[/\\^$*+?.()|[\]{}-]/g, (sign) => `\\u{${sign.codePointAt(0).toString(16)}}`).replaceAll(" ", "\\s+");
}

export function isMuted(html) {
  return Boolean(pattern) && pattern.test(new DOMParser().parseFromString(html ?? "", "text/html").body.textContent);
}

export function fold(body) {
  const folded = document.getElementById("folded-template").content.firstElementChild.cloneNode(true);
  body.replaceWith(folded);
  folded.append(body);
}
