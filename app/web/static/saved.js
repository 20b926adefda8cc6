// What somebody saved, kept in this browser alone: a button on each entry, and the way to the list and the comparison.
"use strict";

const stemmapSaved = (() => {
  const KEY = "stemmap.saved";
  const MOST = 60;
  const COMPARED = 4;

  const read = () => {
    try {
      const found = JSON.parse(localStorage.getItem(KEY) || "[]");
      return Array.isArray(found) ? found.filter((each) => typeof each === "string").slice(0, MOST) : [];
    } catch { return []; }
  };
  let kept = read();
  const write = () => { try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch { /* kept for this page only */ } };
  const tell = (words) => { const told = document.getElementById("told"); if (told) told.textContent = words; };
  const link = (path, text, ids) => {
    const made = document.createElement("a");
    made.href = `${path}?ids=${ids.join(",")}`;
    made.textContent = text;
    return made;
  };

  const showTray = () => {
    const tray = document.getElementById("tray");
    if (!tray) return;
    tray.hidden = !kept.length;
    const parts = [link("/saved", ngettext("%(n)s saved", "%(n)s saved", kept.length, { n: kept.length }), kept)];
    if (kept.length > 1) parts.push(" · ", link("/compare", kept.length > COMPARED ? _("Compare the last %(n)s", { n: COMPARED }) : _("Compare them"), kept.slice(-COMPARED)));
    tray.replaceChildren(...parts);
  };

  const dress = (button) => {
    const has = kept.includes(button.dataset.id);
    button.setAttribute("aria-pressed", String(has));
    button.textContent = has ? `★ ${_("Saved")}` : `☆ ${_("Save")}`;
    button.setAttribute("aria-label", has ? _("Saved: %(name)s", { name: button.dataset.name }) : _("Save %(name)s", { name: button.dataset.name }));
  };

  const turn = (button) => {
    const { id, name } = button.dataset;
    const had = kept.includes(id);
    if (!had && kept.length >= MOST) return tell(_("%(n)s are saved already: take one away first.", { n: MOST }));
    kept = had ? kept.filter((each) => each !== id) : [...kept, id];
    write();
    document.querySelectorAll("button.save").forEach(dress);
    showTray();
    const count = { n: kept.length };
    return tell(`${had ? _("Taken away: %(name)s.", { name }) : _("Saved: %(name)s.", { name })} ${ngettext("%(n)s saved", "%(n)s saved", kept.length, count)}`);
  };

  // Give each entry of the list its button.
  const decorate = () => {
    for (const item of document.querySelectorAll("[data-id][data-name]:not(button)")) {
      if (item.querySelector("button.save")) continue;
      const button = document.createElement("button");
      button.type = "button";
      button.className = "save";
      button.dataset.id = item.dataset.id;
      button.dataset.name = item.dataset.name;
      dress(button);
      button.addEventListener("click", () => turn(button));
      item.append(button);
    }
    showTray();
  };

  addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    kept = read();
    document.querySelectorAll("button.save").forEach(dress);
    showTray();
  });

  // The page of what is saved: without an address of its own it goes to that of what is kept here.
  if (document.body.dataset.page === "saved" || document.querySelector("[data-saved-here]")) {
    if (kept.length && !new URLSearchParams(location.search).has("ids")) location.replace(`/saved?ids=${kept.join(",")}`);
  }
  const copy = document.getElementById("copy");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", () => navigator.clipboard.writeText(location.href).then(() => tell(_("The link is copied.")), () => tell(_("The link could not be copied: take it from the address line."))));
  }
  const compare = document.getElementById("comparing");
  if (compare) {
    const boxes = [...compare.querySelectorAll("input[type=checkbox]")];
    compare.addEventListener("change", () => {
      const full = boxes.filter((each) => each.checked).length >= COMPARED;
      for (const each of boxes) each.disabled = full && !each.checked;
      if (full) tell(_("%(n)s are chosen, as many as can be compared.", { n: COMPARED }));
    });
  }
  decorate();
  return { decorate };
})();
