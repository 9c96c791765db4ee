/* A button that copies a text of the page. Without a clipboard it stays hidden: the text can be marked by hand. */

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("button[data-copies]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).textContent.trim());
      button.textContent = button.dataset.done;
      button.setAttribute("role", "status");
    });
  }
}
