/* Leave quickly: by the button, or by Shift alone three times within five seconds. Nothing of the page is left. */

const PRESSES = 3;
const WITHIN = 5000; // ms
const GONE = "gone"; // marks this tab until somebody opens the site in it anew
const form = document.getElementById("leave-quickly");
let leaving = false;

function leave() {
  if (leaving) return;
  leaving = true;
  const words = new FormData(form);
  document.documentElement.classList.add("is-leaving");
  document.title = "";
  document.body.replaceChildren();
  try {
    sessionStorage.setItem(GONE, "yes");
  } catch {
    // Without storage the Back button still finds a page that has been signed out.
  }
  // As a beacon, but the answer leads to another site, which only the tab itself may ask for anything.
  fetch(form.action, { method: "POST", body: words, keepalive: true, redirect: "manual" }).catch(() => {});
  location.replace(form.dataset.leadsTo);
}

/* Whoever wants to be gone is not asked whether they mean it. */
addEventListener("beforeunload", (event) => leaving && event.stopImmediatePropagation(), { capture: true });

/* Other keys, and Shift together with them, are typing. */
let isAlone = false;
let presses = [];

addEventListener("keydown", (event) => {
  isAlone = event.key === "Shift";
  if (!isAlone) presses = [];
});
addEventListener("pointerdown", () => {
  isAlone = false;
});
addEventListener("keyup", (event) => {
  if (event.key !== "Shift" || !isAlone) return;
  presses = [...presses, event.timeStamp].filter((time) => event.timeStamp - time <= WITHIN);
  if (presses.length >= PRESSES) leave();
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  leave();
});

/* The Back button leads away once more, and never to a page as it was before. */
function cameBack() {
  try {
    if (!sessionStorage.getItem(GONE)) return false;
    if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") return true;
    sessionStorage.removeItem(GONE);
  } catch {
    return false;
  }
  return false;
}

addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  document.documentElement.classList.add("is-leaving");
  location.reload();
});
if (cameBack()) leave();
