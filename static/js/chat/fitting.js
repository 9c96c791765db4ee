/* The room fits the window, whatever stands above it, and whoever reads its end goes on reading it. */

import { goToEnd, isAtEnd } from "./list.js";
import { field, list, stage } from "./room.js";

let wasAtEnd = true;

/* How far down the page the room begins; what is unfolded above it later pushes it down. */
function measure() {
  const above = stage.getBoundingClientRect().top + window.scrollY;
  stage.style.setProperty("--above", `${Math.ceil(above)}px`);
}

/* Where a keyboard on the screen takes from the window, the words above the field are still those it answers. */
function keepField() {
  measure();
  if (wasAtEnd) goToEnd();
  if (field && document.activeElement === field) stage.scrollIntoView({ block: "end" });
}

export function fit() {
  measure();
  document.fonts?.ready.then(measure);
  window.addEventListener("resize", keepField);
  list.addEventListener("scroll", () => (wasAtEnd = isAtEnd()), { passive: true });
  new ResizeObserver(() => wasAtEnd && goToEnd()).observe(list);
}
