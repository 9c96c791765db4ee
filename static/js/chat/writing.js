/* Whether one may write here can change while the page is open: then the reason stands where the button was, what was
   typed stays to be copied, and no button stays that leads to a refusal. */

import { changeList } from "./list.js";
import { field, form, now, room, words } from "./room.js";

/* The page as it would be now, or nothing if it cannot be had. */
async function freshPage() {
  try {
    const answer = await fetch(words.since.replace(/0\/$/, `${now.position}/`));
    if (!answer.ok || answer.redirected) return null;
    return new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    return null;
  }
}

function show(reason) {
  document.getElementById("say-refused")?.remove();
  field.readOnly = Boolean(reason);
  form.querySelector(".cluster").hidden = Boolean(reason);
  form.hidden = Boolean(reason) && !field.value;
  room.classList.toggle("room-read-only", Boolean(reason));
  if (!reason) return;
  const place = document.createElement("div");
  place.id = "say-refused";
  place.append(...reason.children);
  changeList(() => {
    form.before(place); // the list has less room now
    return false;
  });
  document.getElementById("announcer").textContent = place.textContent.trim();
}

/* The ways out of a private talk, as they are now: what has ended cannot be ended. */
function renewWaysOut(fresh) {
  const ways = document.getElementById("ways-out");
  const renewed = fresh.getElementById("ways-out");
  if (!ways || !renewed) return;
  const hadFocus = ways.contains(document.activeElement);
  renewed.open = ways.open;
  ways.replaceWith(document.adoptNode(renewed));
  if (hadFocus) renewed.querySelector("summary").focus();
}

/* Ask the site, whatever made one think of it. */
export async function lookAgain() {
  const fresh = form && (await freshPage());
  const section = fresh?.getElementById("say");
  if (!section) return;
  show(section.querySelector("#say-form") ? null : section);
  renewWaysOut(fresh);
}

if (form) {
  document.addEventListener("live:news", ({ detail: { channel, news } }) => {
    if (channel === "me" ? news === "belonging" : channel === `room:${words.room}` && news === "writing") lookAgain();
  });
  form.addEventListener(
    "submit",
    (event) => {
      if (!field.readOnly) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    { capture: true },
  );
}
