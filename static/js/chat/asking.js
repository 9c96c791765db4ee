/* Where sockets are barred, the page asks and posts. */

import { changeList, place } from "./list.js";
import { noteReading } from "./reading.js";
import { form, now, words } from "./room.js";

const POLL = 15_000; // ms between questions

export async function poll(sendAll) {
  if (!now.isPolling || now.isGone) return;
  if (await ask()) sendAll();
  setTimeout(poll, POLL, sendAll);
}

/* Fetch what changed; false if the site could not be asked. */
export async function ask() {
  try {
    const answer = await fetch(words.since.replace(/0\/$/, `${now.position}/`), { headers: { "HX-Request": "true" } });
    now.isThere = answer.ok;
    if (answer.status === 404) leave();
    if (answer.ok && !answer.redirected) {
      const changes = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("changes");
      for (const item of [...changes.children]) changeList(() => place(document.adoptNode(item)));
      now.position = Number(changes.dataset.change ?? now.position);
      noteReading();
    }
    return answer.ok;
  } catch {
    now.isThere = false;
    return false;
  }
}

export async function post(message) {
  const sent = new FormData(form);
  sent.set("body", message.text);
  sent.set("client_key", message.key);
  const answer = await fetch(form.action, { method: "POST", body: sent, headers: { Accept: "application/json" } });
  if (answer.status === 204) return { said: message.key };
  if (answer.status === 429) return { refused: words.waiting, retry_after: Number(answer.headers.get("Retry-After") ?? 10) };
  if (answer.status >= 500) throw new Error("the site has trouble");
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const reason = page.querySelector("#form-errors li, #refused")?.textContent.trim();
  return { refused: reason || words.failed };
}

/* Nobody reads the room from here any more. */
export function leave() {
  now.isGone = true;
  const status = document.getElementById("live-status");
  status.textContent = words.gone;
  status.dataset.state = "lost";
}
