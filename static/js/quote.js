/* Quote under a post: what is selected, wherever that is, or else the beginning of the post's own words. Lists keep
   their numbers and paragraphs stay apart, as kit/quoted_lines.py has it for pages without scripts. */

const LONGEST = 300; // characters of a post of which nothing is selected
const BLOCKS = "p, li, pre, h3, h4, h5, h6, tr, blockquote, .post-body";
const INDENT = "   "; // for each list within another

const listsAround = (one) => {
  const lists = [];
  for (let list = one.closest("ol, ul"); list; list = list.parentElement.closest("ol, ul")) lists.push(list);
  return lists;
};

function signOf(point) {
  const list = point.parentElement;
  if (!list.matches("ol")) return "- ";
  return `${list.start + [...list.children].indexOf(point)}. `;
}

/* The texts of a range by the paragraph or point in which they stand. */
function piecesIn(body, range) {
  const pieces = [];
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const block = text.parentElement.closest(BLOCKS);
    if (!range.intersectsNode(text) || block.matches(".quoted")) continue;
    const start = text === range.startContainer ? range.startOffset : 0;
    const end = text === range.endContainer ? range.endOffset : text.length;
    const words = text.data.slice(start, end);
    const last = pieces.at(-1);
    if (last?.block === block) last.words += words;
    else if (words.trim()) pieces.push({ block, words });
  }
  return pieces;
}

/* The words of a range within one post, as lines; empty ones keep paragraphs apart. */
function linesIn(body, range) {
  const lines = [];
  const begun = new Set(); // points whose number has been said
  let before = null;
  for (const { block, words } of piecesIn(body, range)) {
    const lists = listsAround(block).filter((list) => body.contains(list));
    const whole = block.closest("table") ?? lists.at(-1);
    if (lines.length && !(whole && whole === before)) lines.push("");
    before = whole;
    const point = lists.length ? block.closest("li") : null;
    const sign = point ? signOf(point) : "";
    const margin = INDENT.repeat(Math.max(0, lists.length - 1));
    const said = block.matches("tr") ? words.replace(/\s+/g, " ") : words; // cells stand beside each other
    for (const line of said.split("\n").map((one) => one.trim()).filter(Boolean)) {
      lines.push(margin + (begun.has(point) ? " ".repeat(sign.length) : sign) + line);
      begun.add(point);
    }
  }
  return lines;
}

function asQuote(lines, longest = Infinity) {
  let words = lines.join("\n");
  if (words.length > longest) {
    const end = words.lastIndexOf(" ", longest);
    words = `${words.slice(0, end > 0 ? end : longest).trimEnd()}…`;
  }
  return words && `${words.split("\n").map((line) => `> ${line}`.trimEnd()).join("\n")}\n\n`;
}

/* What is selected in the words of posts, each post for itself: their words are not said in one breath. */
function chosenQuotes() {
  const chosen = getSelection();
  if (!chosen.rangeCount || !`${chosen}`.trim()) return [];
  const range = chosen.getRangeAt(0);
  const bodies = [...document.querySelectorAll("#posts .post-body")].filter((body) => range.intersectsNode(body));
  return bodies.map((body) => asQuote(linesIn(body, range))).filter(Boolean);
}

function wholeQuote(body) {
  const range = document.createRange();
  const lines = [];
  for (const one of [...body.children].filter((child) => !child.matches("blockquote"))) {
    range.selectNode(one);
    const own = linesIn(body, range);
    if (own.length) lines.push(...(lines.length ? [""] : []), ...own);
  }
  return asQuote(lines, LONGEST);
}

function add(field, quotes) {
  for (const quote of quotes.filter((one) => !field.value.includes(one.trim()))) {
    const end = field.value.length;
    const [newlines] = field.value.match(/\n*$/);
    const gap = end ? "\n".repeat(Math.max(0, 2 - newlines.length)) : "";
    const detail = { start: end, end, text: gap + quote };
    field.dispatchEvent(new CustomEvent("composer:put", { bubbles: true, detail }));
  }
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
}

function quote(event) {
  const button = event.target.closest('button[name="quote"]');
  const field = document.querySelector("#reply textarea");
  if (!button || !field) return;
  event.preventDefault(); // of the press, so that what is selected stays so
  if (event.type === "mousedown") return;
  const chosen = chosenQuotes();
  add(field, chosen.length ? chosen : [wholeQuote(button.closest("article").querySelector(".post-body"))]);
  const news = document.getElementById("composer-news");
  news.textContent = chosen.length ? news.dataset.quoted : "";
}

const posts = document.getElementById("posts");
posts?.addEventListener("mousedown", quote);
posts?.addEventListener("click", quote);
