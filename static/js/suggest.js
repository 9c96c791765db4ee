/* Suggestions for a person (@), a group (#) or the word that is being typed. Nothing is chosen by itself: the list
   waits for an arrow key, a finger or a mouse, and everything else goes on as if it were not there. */

const PAUSE = 250; // ms without typing, after which is asked
const BEGUN = /(^|[\s(])([@#][^\s@#[\]()][^\n@#[\]()]{0,38}|[\p{L}][\p{L}\p{M}'’-]{2,})$/u;
const LONGEST_NAME = 3; // words of a name that may have spaces

let timer = 0;
let asked = 0;
let list = null;

const fieldOf = () => document.querySelector("#composer textarea");
const chosen = () => list?.querySelector('[aria-selected="true"]');

/* What is being typed before the caret, if it is the end of the words or a space follows. */
function begun(field) {
  const { selectionStart: place, selectionEnd: end, value } = field;
  if (place !== end || (value[place] && /[\p{L}\p{N}]/u.test(value[place]))) return "";
  const found = BEGUN.exec(value.slice(Math.max(0, place - 60), place));
  if (!found || found[2].split(" ").length > LONGEST_NAME) return "";
  return found[2];
}

function close(field = fieldOf()) {
  clearTimeout(timer);
  asked += 1;
  list?.remove();
  list = null;
  field?.removeAttribute("aria-activedescendant");
  field?.removeAttribute("aria-controls");
}

function choose(field, option) {
  const text = option.dataset.text;
  const start = field.selectionStart - Number(list.dataset.length);
  const gap = /^\s/.test(field.value.slice(field.selectionStart)) ? "" : " ";
  const end = field.selectionStart;
  close(field);
  field.dispatchEvent(new CustomEvent("composer:put", { bubbles: true, detail: { start, end, text: text + gap } }));
}

function mark(field, option) {
  chosen()?.setAttribute("aria-selected", "false");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", option.id);
}

function optionOf({ words, text }, number) {
  const option = document.createElement("li");
  option.id = `suggestion-${number}`;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  option.dataset.text = text;
  option.textContent = words;
  return option;
}

function show(field, suggestions, typed) {
  const composer = field.closest("#composer");
  const news = document.getElementById("composer-news");
  close(field);
  if (!suggestions.length) return;
  list = document.createElement("ul");
  list.id = "suggestions";
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", composer.dataset.suggestions);
  list.dataset.length = String(typed.length);
  list.append(...suggestions.map(optionOf));
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault(); // the field keeps the focus
    const option = event.target.closest("li");
    if (option) choose(field, option);
  });
  field.after(list);
  field.setAttribute("aria-controls", list.id);
  if (news.textContent !== composer.dataset.suggested) news.textContent = composer.dataset.suggested;
}

async function ask(field) {
  const typed = begun(field);
  if (!typed) return close(field);
  const turn = (asked += 1);
  const address = `${field.closest("#composer").dataset.suggest}?q=${encodeURIComponent(typed)}`;
  try {
    const answer = await fetch(address, { headers: { "HX-Request": "true" } });
    if (turn !== asked) return undefined; // something else has been typed since
    if (!answer.ok || answer.redirected) return close(field);
    const { suggestions } = await answer.json();
    if (turn === asked && begun(field) === typed) show(field, suggestions, typed);
  } catch {
    close(field); // no connection: no suggestions
  }
  return undefined;
}

const steps = { ArrowDown: 1, ArrowUp: -1 };

function walk(field, event) {
  const options = [...list.children];
  const here = options.indexOf(chosen());
  if (event.key in steps) {
    const first = event.key === "ArrowDown" ? 0 : options.length - 1;
    mark(field, here < 0 ? options[first] : options[(here + steps[event.key] + options.length) % options.length]);
  } else if ((event.key === "Enter" || event.key === "Tab") && here >= 0) {
    choose(field, options[here]);
  } else if (event.key === "Escape") {
    close(field);
  } else {
    return;
  }
  event.preventDefault();
  event.stopPropagation();
}

function watch() {
  const field = fieldOf();
  if (!field || field.dataset.suggests) return;
  field.dataset.suggests = "yes";
  field.setAttribute("aria-autocomplete", "list");
  field.addEventListener("input", (event) => {
    close(field);
    if (!event.isComposing) timer = setTimeout(() => ask(field), PAUSE);
  });
  field.addEventListener("keydown", (event) => list && walk(field, event));
  field.addEventListener("blur", () => close(field));
  field.addEventListener("click", () => close(field));
}

document.addEventListener("htmx:afterSettle", watch);
watch();
