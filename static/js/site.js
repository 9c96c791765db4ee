/* Small behaviours of every page. Each page works without them. */

const answers = document.getElementById("answers");

/* A sentence near the thumb, with a button that takes it away. */
function say(words) {
  const notice = document.createElement("div");
  notice.className = "notice notice-warn";
  notice.setAttribute("role", "alert");
  const text = document.createElement("p");
  text.textContent = words;
  notice.append(text);
  answers.replaceChildren(notice);
  addClose();
}

function addClose() {
  if (!answers.firstElementChild || answers.querySelector("[data-close-answers]")) return;
  const close = document.createElement("button");
  close.type = "button";
  close.className = "button button-quiet";
  close.dataset.closeAnswers = "";
  close.textContent = answers.dataset.close;
  answers.firstElementChild.append(close);
}

if (answers) {
  document.addEventListener("htmx:beforeRequest", () => answers.replaceChildren());
  document.addEventListener("htmx:sendError", () => say(answers.dataset.lost));
  document.addEventListener("htmx:timeout", () => say(answers.dataset.lost));
  document.addEventListener("htmx:responseError", () => say(answers.dataset.failed));
  document.addEventListener("htmx:afterSwap", (event) => event.detail.target === answers && addClose());
  answers.addEventListener("click", (event) => event.target.closest("[data-close-answers]") && answers.replaceChildren());
}

/* After a refused form, the summary of what is wrong comes first: for eyes, for screen readers and for the keyboard. */
function focusErrors(root) {
  root.querySelector("[data-focus]")?.focus();
}

/* Typing a password once is enough when one may look at it. */
function addPasswordPeeks(root) {
  for (const field of root.querySelectorAll('input[type="password"]:not([data-peek])')) {
    const label = document.getElementById("answers")?.dataset.showPassword;
    if (!label) return;
    field.dataset.peek = "";
    const line = document.createElement("label");
    line.className = "choice";
    const box = document.createElement("input");
    box.type = "checkbox";
    box.addEventListener("change", () => {
      field.type = box.checked ? "text" : "password";
    });
    field.form?.addEventListener("submit", () => {
      field.type = "password";
    });
    line.append(box, label);
    field.after(line);
  }
}

/* A form is sent once, however often a trembling finger taps. The site itself makes one thing of two; this spares both
   the wait. After a while the first is taken for lost, and a page that comes back by Back can send again at once. */
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 4000);
});

addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
});

/* Words that were never sent stay on this device; whoever signs out leaves none of them to the next person there. */
const KEPT_HERE = /^(words|unsent|typing) /;

document.getElementById("sign-out")?.addEventListener("submit", () => {
  try {
    Object.keys(localStorage)
      .filter((key) => KEPT_HERE.test(key))
      .forEach((key) => localStorage.removeItem(key));
  } catch {
    /* this browser keeps nothing */
  }
});

/* A new notice changes the number beside "Notices" and the list of them, if they are on the page. */
async function refresh(id) {
  const here = document.getElementById(id);
  if (!here || here.contains(document.activeElement)) return;
  const answer = await fetch(here.dataset.fresh, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById(id);
  if (fresh) here.replaceWith(document.adoptNode(fresh));
}

document.addEventListener("live:news", (event) => {
  if (event.detail?.channel !== "me") return;
  refresh("unread-count");
  if (!location.search) refresh("notices");
});

/* A table that is wider than its place scrolls within it, for the keyboard too. */
const widths = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    if (target.scrollWidth > target.clientWidth) target.tabIndex = 0;
    else target.removeAttribute("tabindex");
  }
});

function watchWidths(root) {
  root.querySelectorAll(".post-body table, .prose table").forEach((table) => widths.observe(table));
}

focusErrors(document);
addPasswordPeeks(document);
watchWidths(document);
document.addEventListener("htmx:afterSettle", (event) => {
  focusErrors(event.target);
  addPasswordPeeks(event.target);
  watchWidths(event.target);
});

/* Members get a page of ours when there is no network. A visitor leaves nothing on the device. */
const worker = document.querySelector('meta[name="worker"]')?.content;
if (worker) navigator.serviceWorker?.register(worker, { updateViaCache: "none" }).catch(() => {});
