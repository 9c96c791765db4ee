/* After Back a search form holds the words that the results on the page are for, not what was typed since. */

addEventListener("pageshow", (event) => {
  const [came] = performance.getEntriesByType("navigation");
  if (!event.persisted && came?.type !== "back_forward") return;
  document.querySelectorAll("form[data-asked]").forEach((form) => form.reset());
});
