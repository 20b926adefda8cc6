// "Copy" beside code to paste. The panels of a page that is swapped come and go: so one listener for all.
"use strict";

(() => {
  if (!navigator.clipboard) return;
  const show = () => document.querySelectorAll("[data-copies][hidden]").forEach((button) => { button.hidden = false; });
  document.addEventListener("toggle", show, true);
  document.addEventListener("click", async (event) => {
    const button = event.target.closest && event.target.closest("[data-copies]");
    if (!button) return;
    const said = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(document.getElementById(button.dataset.copies).value);
      said.textContent = button.dataset.done;
    } catch {
      said.textContent = button.dataset.failed;
    }
  });
  show();
})();
