// The search box of the front page: suggestions as one types (a combobox as ARIA describes it), and "near me".
"use strict";

(() => {
  const box = document.getElementById("q");
  const list = document.getElementById("offers");
  const told = document.getElementById("told");
  const WAIT_MS = 120;
  const WHAT = { place: () => _("place"), name: () => _("entry"), subject: () => "" };
  let offers = [];
  let at = -1;
  let waiting = 0;

  for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": "offers" })) box.setAttribute(name, value);
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", _("Suggestions"));

  const close = () => {
    list.hidden = true;
    at = -1;
    box.setAttribute("aria-expanded", "false");
    box.removeAttribute("aria-activedescendant");
  };
  const choose = (offer) => {
    if (offer.asset) return location.assign(`/assets/${encodeURIComponent(offer.asset)}`);
    box.value = offer.text;
    close();
    return box.form.requestSubmit();
  };
  const select = (place) => {
    at = place;
    [...list.children].forEach((each, number) => each.setAttribute("aria-selected", String(number === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else box.setAttribute("aria-activedescendant", `offer-${at}`);
  };
  const draw = () => {
    list.replaceChildren(...offers.map((offer, number) => {
      const item = document.createElement("li");
      item.id = `offer-${number}`;
      item.setAttribute("role", "option");
      item.setAttribute("aria-selected", "false");
      const text = document.createElement("span");
      text.textContent = offer.text;
      const what = document.createElement("span");
      what.className = "quiet";
      what.textContent = WHAT[offer.what] ? WHAT[offer.what]() : "";
      item.append(text, what);
      item.addEventListener("mousedown", (event) => { event.preventDefault(); choose(offer); });
      return item;
    }));
    if (!offers.length) return close();
    list.hidden = false;
    at = -1;
    box.setAttribute("aria-expanded", "true");
    told.textContent = ngettext("%(n)s suggestion", "%(n)s suggestions", offers.length, { n: offers.length });
    return undefined;
  };

  box.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = box.value.trim();
    if (text.length < 2) { offers = []; close(); return; }
    waiting = setTimeout(async () => {
      const answer = await fetch(`/browse/suggest?${new URLSearchParams({ text })}`).catch(() => null);
      if (!answer || !answer.ok || box.value.trim() !== text || document.activeElement !== box) return;
      offers = await answer.json();
      draw();
    }, WAIT_MS);
  });
  box.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      const count = offers.length + 1; // one place for what was typed itself
      select((at + 1 + (event.key === "ArrowDown" ? 1 : count - 1)) % count - 1);
    } else if (event.key === "Enter" && at >= 0) {
      event.preventDefault();
      choose(offers[at]);
    } else if (event.key === "Escape") {
      event.preventDefault();
      close();
    }
  });
  box.addEventListener("blur", close);

  stemmapPlace.offer(document.getElementById("locate"), document.getElementById("located"), (spot) => {
    const query = new URLSearchParams({ near: spot });
    if (box.value.trim()) query.set("q", box.value.trim());
    location.assign(`/browse?${query}`);
  });
})();
