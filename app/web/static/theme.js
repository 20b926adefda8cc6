// Light or dark as the reader chose in this browser, before anything is drawn; without a choice as the system says.
"use strict";

(() => {
  const page = document.documentElement;
  const ORDER = ["auto", "light", "dark"];
  const SIGNS = { auto: "◐", light: "☀", dark: "☾" };
  const kept = () => {
    try { return localStorage.getItem("theme"); } catch { return null; } // a browser that keeps nothing
  };
  const apply = (theme) => {
    if (theme === "auto") delete page.dataset.theme;
    else page.dataset.theme = theme;
  };
  // Maps stand in frames that keep nothing themselves and have no origin to name.
  const tell = (frame) => { if (frame.matches && frame.matches("iframe.mapframe")) frame.contentWindow.postMessage({ theme }, "*"); };
  let theme = ORDER.includes(kept()) ? kept() : "auto";
  apply(theme);

  document.addEventListener("load", ({ target }) => tell(target), true);

  const show = (button) => {
    const sign = document.createElement("span");
    sign.setAttribute("aria-hidden", "true");
    sign.textContent = SIGNS[theme];
    button.replaceChildren(sign);
    button.setAttribute("aria-label", button.dataset[theme]);
    button.title = button.dataset[theme];
    button.hidden = false;
  };
  document.addEventListener("DOMContentLoaded", () => {
    const buttons = [...document.querySelectorAll("button.theme")];
    buttons.forEach(show);
    for (const each of buttons) each.addEventListener("click", () => {
      theme = ORDER[(ORDER.indexOf(theme) + 1) % ORDER.length];
      apply(theme);
      buttons.forEach(show);
      document.querySelectorAll("iframe.mapframe").forEach(tell);
      try { localStorage.setItem("theme", theme); } catch { /* for this page alone, then */ }
    });
  });
})();
