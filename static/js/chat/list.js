/* The list of entries: where each belongs, and who keeps their place while it grows. */

import { fold, isMuted } from "./muted.js";
import { list, words } from "./room.js";
import { setTime } from "./times.js";

const NEAR = 80; // px from the end that still count as being at the end

export function isAtEnd() {
  return list.scrollHeight - list.scrollTop - list.clientHeight < NEAR;
}

export function goToEnd() {
  list.scrollTop = list.scrollHeight;
  document.querySelector(".new-below").hidden = true;
}

/* Change the list; whoever reads the end stays there, and everybody else keeps their place. */
export function changeList(change) {
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

export function slot(item, name) {
  return item.querySelector(`[data-slot="${name}"]`);
}

/* Names are text. Bodies and avatars are HTML that the server has made and cleaned. */
export function itemOf(entry) {
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
  for (const one of slot(item, "body").querySelectorAll("[data-withheld]")) one.textContent = words[one.dataset.withheld];
  if (!isMine && isMuted(entry.html)) fold(slot(item, "body"));
  setTime(slot(item, "time"), entry.at);
  if (!entry.edited) slot(item, "edited").remove();
  const whose = slot(item, "whose");
  const named = whose.textContent.replace("{name}", () => entry.face.name);
  whose.textContent = named;
  if (isMine || !words.face) slot(item, "report").remove();
  if (!isMine || entry.isPending) slot(item, "change").remove();
  return item;
}

/* Put the entry where its number belongs, in the place of what stood for it before. */
export function place(item) {
  const sentAs = item.dataset.sentAs;
  if (sentAs) list.dispatchEvent(new CustomEvent("sent", { detail: sentAs }));
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
