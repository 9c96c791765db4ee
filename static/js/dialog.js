/* Dialogs: a link to a <dialog> opens it above the page. The browser keeps the focus in it and gives it back. */

document.addEventListener("click", (event) => {
  const opener = event.target.closest("a[data-opens]");
  if (opener) {
    const dialog = document.getElementById(opener.dataset.opens);
    if (!dialog?.showModal) return;
    event.preventDefault();
    dialog.showModal();
    dialog.addEventListener("close", () => opener.focus(), { once: true });
    return;
  }
  if (event.target.closest("[data-closes]")) {
    const dialog = event.target.closest("dialog[open]");
    if (!dialog) return;
    event.preventDefault();
    dialog.close();
  }
});

/* Tab goes round inside the dialog, where some browsers would let it out into their own buttons. */
document.addEventListener("keydown", (event) => {
  const dialog = document.querySelector("dialog[open]:modal");
  if (event.key !== "Tab" || !dialog) return;
  const stops = [...dialog.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")].filter(
    (one) => !one.disabled && one.offsetParent,
  );
  const end = event.shiftKey ? stops[0] : stops[stops.length - 1];
  if (!stops.length || (document.activeElement !== end && dialog.contains(document.activeElement))) return;
  event.preventDefault();
  (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
});

/* A menu closes when somebody goes elsewhere, and by Escape, which gives the focus back. */
document.addEventListener("focusin", (event) => closeMenus((menu) => !menu.contains(event.target)));
document.addEventListener("click", (event) => closeMenus((menu) => !menu.contains(event.target)));
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  closeMenus((menu) => {
    if (menu.contains(document.activeElement)) menu.querySelector("summary").focus();
    return true;
  });
});

function closeMenus(isLeft) {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (isLeft(menu)) menu.open = false;
}
