/* The outbox: words are kept on this device until the site says that it has them. */

import { ask, post } from "./asking.js";
import { keep, recall } from "./kept.js";
import { changeList, goToEnd, itemOf, slot } from "./list.js";
import { field, form, list, now, words } from "./room.js";
import { lookAgain } from "./writing.js";

const MOST_FAULTS = 5; // answers that are neither yes nor no, before the writer is asked what to do
const AFTER_FAULT = 4_000; // ms

const outboxKey = `unsent ${words.room} ${words.face}`;
let outbox = recall(outboxKey, []);
let isSending = false;

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
  const wayOn = typeof message.refused === "string" ? anew(message) : again(message);
  note.append(" ", wayOn, button(words.discard, () => forget(message.key)));
}

/* It may go better another time. */
function again(message) {
  return button(words.retry, () => {
    message.refused = false;
    message.faults = 0;
    sendAll();
  });
}

/* The same words would be refused again: they come back to where they can be changed. */
function anew(message) {
  const made = button(words.anew, () => {
    forget(message.key);
    field.value = [message.text, field.value].filter(Boolean).join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true })); // kept as what is being typed
  });
  made.classList.add("for-writers");
  return made;
}

/* The focus goes on from where one writes: the button is gone. */
function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "button-link";
  made.textContent = label;
  made.addEventListener("click", () => {
    act();
    (form?.hidden === false ? field : list).focus();
  });
  return made;
}

function forget(key) {
  const length = outbox.length;
  outbox = outbox.filter((message) => message.key !== key);
  if (outbox.length !== length) keep(outboxKey, outbox);
  document.getElementById(`entry-sending-${key}`)?.remove();
}

/* One after the other, in the order in which they were written. */
export async function sendAll() {
  if (isSending || now.isGone) return;
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
    answer = await (now.isPolling ? post(message) : window.live.command({ say: message.text, room: words.room, key: message.key }));
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
  message.refused = answer.refused ?? true;
  keep(outboxKey, outbox);
  showStateOf(message, answer.refused ?? words.failed, { isFailed: true });
  if (answer.refused) lookAgain(); // perhaps nobody can write here any more
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

export function say(text) {
  outbox.push({ key: newKey(), text, at: new Date().toISOString() });
  keep(outboxKey, outbox);
  for (const message of outbox) if (!message.refused) showStateOf(message, words.sending);
  goToEnd();
  sendAll();
}

list.addEventListener("sent", (event) => forget(event.detail));

/* What was not sent before the page was left is shown again. */
export function showUnsent() {
  for (const message of outbox) {
    const state = typeof message.refused === "string" ? message.refused : message.refused ? words.failed : words.waiting;
    showStateOf(message, state, { isFailed: Boolean(message.refused) });
  }
}

/* What was typed where one cannot write any more stays to be read and copied. */
export function keepUnsent(text) {
  outbox.push({ key: newKey(), text, at: new Date().toISOString(), refused: words.failed });
  keep(outboxKey, outbox);
}
