/* The room on this page, and what its modules know together. */

export const room = document.getElementById("room");
export const stage = document.getElementById("stage");
export const list = document.getElementById("entries");
export const form = document.getElementById("say-form");
export const field = form?.elements.namedItem("body");
export const words = room.dataset;

/* Whether the room can still be read, whether the page has to ask for what is new, whether
   the site is there, and the last change it has. */
export const now = { isGone: false, isPolling: false, isThere: false, position: Number(words.change) };
