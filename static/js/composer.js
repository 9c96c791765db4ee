/* The tools beside the field in which words are written, and pictures that go into them.
   The field alone does everything, too: every sign can be typed, and a form brings its picture along. */

/* --- Changing the words so that undo takes it back ------------------------------------------------ */

function put(field, start, end, text) {
  field.focus();
  field.setSelectionRange(start, end);
  const isDone = text
    ? document.execCommand("insertText", false, text)
    : start === end || document.execCommand("delete");
  if (isDone) return;
  field.setRangeText(text, start, end, "end");
  field.dispatchEvent(new InputEvent("input", { bubbles: true, inputType: "insertText" }));
}

/* Other modules ask for the same: suggestions, and words of a draft that come back. */
document.addEventListener("composer:put", ({ target, detail }) => put(target, detail.start, detail.end, detail.text));

/* --- The tools ------------------------------------------------------------------------------------ */

function around(field, sign, words) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end);
  const isMarked = value.slice(start - sign.length, start) === sign && value.slice(end, end + sign.length) === sign;
  if (isMarked) {
    put(field, start - sign.length, end + sign.length, chosen);
    field.setSelectionRange(start - sign.length, end - sign.length);
    return;
  }
  const text = chosen.trim() || words;
  const before = chosen.slice(0, chosen.length - chosen.trimStart().length);
  const after = chosen.trim() ? chosen.slice(chosen.trimEnd().length) : "";
  put(field, start, end, `${before}${sign}${text}${sign}${after}`);
  const begin = start + before.length + sign.length;
  field.setSelectionRange(begin, begin + text.length);
}

function link(field, words) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const chosen = value.slice(start, end).trim();
  const isAddress = /^(https?:\/\/|www\.)\S+$/i.test(chosen);
  const text = isAddress ? words : chosen || words;
  const address = isAddress ? chosen : "https://";
  put(field, start, end, `[${text}](${address})`);
  const place = isAddress || !chosen ? start + 1 : start + text.length + 3;
  field.setSelectionRange(place, place + (isAddress || !chosen ? text.length : address.length));
}

const LINES = {
  list: [/^[-*] /, () => "- "],
  numbers: [/^\d+[.)] /, (place) => `${place + 1}. `],
  quote: [/^> ?/, () => "> "],
};

/* The lines in the selection become points, or none if all of them are. */
function lines(field, [mark, sign]) {
  const { selectionStart, selectionEnd, value } = field;
  const start = value.lastIndexOf("\n", selectionStart - 1) + 1;
  const next = value.indexOf("\n", Math.max(selectionEnd - (selectionEnd > selectionStart ? 1 : 0), start));
  const end = next === -1 ? value.length : next;
  const chosen = value.slice(start, end).split("\n");
  const areMarked = chosen.every((line) => mark.test(line));
  const bare = chosen.map((line) => line.replace(/^([-*] |\d+[.)] |> ?)/, ""));
  const text = (areMarked ? bare : bare.map((line, place) => sign(place) + line)).join("\n");
  // A list begins after an empty line, or it goes on with the paragraph before.
  const gap = !areMarked && start > 1 && value[start - 2] !== "\n" ? "\n" : "";
  put(field, start, end, gap + text);
  const from = start + gap.length;
  field.setSelectionRange(chosen.length > 1 ? from : from + text.length, from + text.length);
}

function use(field, button) {
  const { mark, words } = button.dataset;
  if (mark === "bold") around(field, "**", words);
  else if (mark === "italic") around(field, "*", words);
  else if (mark === "link") link(field, words);
  else if (mark === "picture") openPicture(field.form);
  else lines(field, LINES[mark]);
}

/* One stop for the Tab key; arrows go from tool to tool. */
function walk(bar, event) {
  const buttons = [...bar.querySelectorAll("button")];
  const here = buttons.indexOf(document.activeElement);
  const isMirrored = getComputedStyle(bar).direction === "rtl";
  const steps = { ArrowRight: isMirrored ? -1 : 1, ArrowLeft: isMirrored ? 1 : -1 };
  const places = { Home: 0, End: buttons.length - 1 };
  const place = event.key in places ? places[event.key] : here + steps[event.key];
  if (here < 0 || Number.isNaN(place)) return;
  event.preventDefault();
  const next = buttons[(place + buttons.length) % buttons.length];
  buttons.forEach((button) => {
    button.tabIndex = button === next ? 0 : -1;
  });
  next.focus();
}

function draw(button, icons) {
  const [icon, shape] = ["svg", "use"].map((name) => document.createElementNS("http://www.w3.org/2000/svg", name));
  icon.classList.add("icon");
  icon.setAttribute("aria-hidden", "true");
  shape.setAttribute("href", `${icons}#${button.dataset.mark}`);
  icon.append(shape);
  button.replaceChildren(icon);
  button.title = button.ariaLabel;
}

function addTools(composer, field) {
  const bar = composer.querySelector("#composer-bar");
  bar.querySelectorAll("button").forEach((button, place) => {
    button.tabIndex = place ? -1 : 0;
    draw(button, bar.dataset.icons);
  });
  bar.addEventListener("keydown", (event) => walk(bar, event));
  bar.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) use(field, button);
  });
  // The field keeps its selection while a finger or a mouse presses a tool.
  bar.addEventListener("pointerdown", (event) => event.preventDefault());
  field.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    const sign = { b: "bold", i: "italic" }[event.key];
    if (!sign) return;
    event.preventDefault();
    use(field, bar.querySelector(`[data-mark="${sign}"]`));
  });
}

/* --- Pictures ------------------------------------------------------------------------------------- */

const piecesOf = (form) => ({
  place: form.querySelector("#composer-picture"),
  file: form.querySelector("#id_picture"),
  alt: form.querySelector("#id_alt"),
  problem: form.querySelector("#picture-problem"),
  progress: form.querySelector("#picture-progress"),
  news: form.querySelector("#composer-news"),
});

function openPicture(form) {
  const { place, file } = piecesOf(form);
  place.open = true;
  file.focus();
}

function tell(form, words) {
  piecesOf(form).problem.textContent = words;
}

/* A picture that was pasted or dropped waits in the file field for a few words about it. */
function receive(form, files) {
  const picture = [...files].find((file) => file.type.startsWith("image/"));
  const { place, file, alt } = piecesOf(form);
  if (!picture || !place) return false;
  const carrier = new DataTransfer();
  carrier.items.add(picture);
  file.files = carrier.files;
  place.open = true;
  tell(form, "");
  alt.focus();
  return true;
}

function takeAway(form) {
  const { place, file, alt, progress } = piecesOf(form);
  file.value = "";
  alt.value = "";
  progress.hidden = true;
  tell(form, "");
  place.open = false;
}

function wayIn(field, text) {
  const { selectionStart: start, selectionEnd: end, value } = field;
  const before = value.slice(0, start).trim() ? (value.slice(0, start).match(/\n*$/)[0].length < 2 ? "\n\n" : "") : "";
  put(field, start, end, `${before}${text}\n\n`);
}

function answered(form, field, request) {
  const { place, news } = piecesOf(form);
  let answer = null;
  try {
    answer = JSON.parse(request.responseText);
  } catch {
    answer = null;
  }
  if (answer?.markdown) {
    takeAway(form);
    wayIn(field, answer.markdown);
    news.textContent = place.dataset.added;
  } else if (answer?.errors) {
    tell(form, Object.values(answer.errors).join(" "));
  } else if (request.status === 413) {
    tell(form, place.dataset.tooLarge);
  } else if (request.responseURL.includes("/accounts/")) {
    tell(form, place.dataset.signedOut);
  } else {
    const page = new DOMParser().parseFromString(request.responseText, "text/html");
    tell(form, page.querySelector("main p, p")?.textContent.trim() || place.dataset.failed);
  }
}

function send(form, field) {
  const { place, file, alt, progress, news } = piecesOf(form);
  if (!file.files.length) return tell(form, place.dataset.nothing);
  if (file.files[0].size > Number(place.dataset.limit)) return tell(form, place.dataset.tooLarge);
  if (!alt.value.trim()) {
    alt.focus();
    return tell(form, place.dataset.undescribed);
  }
  const words = new FormData();
  words.set("picture", file.files[0]);
  words.set("alt", alt.value);
  words.set("csrfmiddlewaretoken", form.elements.namedItem("csrfmiddlewaretoken").value);
  const request = new XMLHttpRequest(); // fetch does not say how far it is
  request.open("POST", place.dataset.upload);
  request.setRequestHeader("HX-Request", "true");
  request.upload.addEventListener("progress", (event) => {
    if (event.lengthComputable) progress.value = (100 * event.loaded) / event.total;
  });
  request.addEventListener("loadend", () => {
    progress.hidden = true;
    if (request.status) answered(form, field, request);
    else tell(form, place.dataset.lost);
  });
  tell(form, "");
  progress.removeAttribute("value");
  progress.hidden = false;
  news.textContent = place.dataset.sending;
  request.send(words);
  return undefined;
}

function addPictures(composer, field) {
  const { form } = field;
  const { place, file, alt } = piecesOf(form);
  field.addEventListener("paste", (event) => {
    const isText = event.clipboardData.types.includes("text/plain");
    if (!isText && receive(form, event.clipboardData.files)) event.preventDefault();
  });
  const bringsFiles = (event) => event.dataTransfer.types.includes("Files");
  composer.addEventListener("dragover", (event) => bringsFiles(event) && event.preventDefault());
  composer.addEventListener("drop", (event) => {
    if (!bringsFiles(event)) return;
    event.preventDefault(); // without pictures, too: the browser would leave the page for the file
    receive(form, event.dataTransfer.files);
  });
  if (!place) return;
  // The picture is sent by itself; the form sends the words.
  [file, alt].forEach((part) => part.removeAttribute("name"));
  place.querySelector("[name='add_picture']").addEventListener("click", (event) => {
    event.preventDefault();
    send(form, field);
  });
  alt.addEventListener("keydown", (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    send(form, field);
  });
  place.querySelector("[data-take-away]").addEventListener("click", () => {
    takeAway(form);
    field.focus();
  });
}

/* A picture that was chosen and not yet put into the text is not forgotten when the words are sent. */
document.addEventListener(
  "submit",
  (event) => {
    const { place, file } = event.target.querySelector("#composer-picture") ? piecesOf(event.target) : {};
    if (!file?.files.length || event.submitter?.name === "preview") return;
    event.preventDefault();
    event.stopImmediatePropagation();
    place.open = true;
    tell(event.target, place.dataset.waiting);
  },
  { capture: true },
);

function begin() {
  const composer = document.getElementById("composer");
  const field = composer?.querySelector("textarea");
  if (!field || composer.dataset.isReady) return;
  composer.dataset.isReady = "yes";
  addTools(composer, field);
  addPictures(composer, field);
}

document.addEventListener("htmx:afterSettle", begin);
begin();
