/* Times as the page's language writes them. */

import { words } from "./room.js";

const shape = { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
const times = new Intl.DateTimeFormat(document.documentElement.lang, shape);

export function setTime(place, at) {
  place.dateTime = at;
  place.textContent = written(new Date(at));
}

/* The page says how its language writes a time: many browsers know nothing of smaller languages. */
const two = (number) => String(number).padStart(2, "0");
const letters = {
  j: (time) => time.getDate(),
  M: (time) => words.months.split(" ")[time.getMonth()],
  H: (time) => two(time.getHours()),
  i: (time) => two(time.getMinutes()),
};

function written(time) {
  const pattern = words.timeFormat ?? "";
  const isKnown = pattern && [...pattern].every((one) => one in letters || " ,.:".includes(one));
  return isKnown ? pattern.replace(/[a-z]/gi, (one) => letters[one](time)) : times.format(time);
}
