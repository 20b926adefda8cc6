// Light or dark as the reader chose in this browser, before anything is drawn; without a choice as the system says.
"use strict";

(() => {
  const page = document.documentElement;
  const apply = (theme) => {
    if (theme === "light" || theme === "dark") page.dataset.theme = theme;
    else delete page.dataset.theme;
  };
  let kept = "";
  try { kept = localStorage.getItem("theme") || ""; } catch { /* a browser that keeps nothing */ }
  apply(kept);
  document.addEventListener("DOMContentLoaded", () => {
    const choice = document.getElementById("theme");
    if (!choice) return;
    choice.closest(".theme").hidden = false;
    choice.value = page.dataset.theme || "";
    choice.addEventListener("change", () => {
      apply(choice.value);
      try { localStorage.setItem("theme", choice.value); } catch { /* for this page alone, then */ }
    });
  });
})();
