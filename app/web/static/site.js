// What a page gains with JavaScript: sortable tables, filters that act at once. Everything works without it.
"use strict";

const value = (cell) => {
  const given = cell.dataset.v;
  return given === undefined ? cell.textContent.trim().toLowerCase() : Number(given);
};

const sortBy = (table, index, heading) => {
  const descending = heading.getAttribute("aria-sort") === "ascending" ||
    (!heading.hasAttribute("aria-sort") && heading.classList.contains("n"));
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", descending ? "descending" : "ascending");
  const body = table.tBodies[0];
  const order = (a, b) => (a < b ? -1 : a > b ? 1 : 0) * (descending ? -1 : 1);
  body.append(...[...body.rows].sort((a, b) => order(value(a.cells[index]), value(b.cells[index]))));
};

const makeSortable = (table) => {
  [...table.tHead.rows[0].cells].forEach((heading, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sortBy(table, index, heading));
  });
};

const queryOf = (form) => {
  const query = new URLSearchParams();
  for (const [name, text] of new FormData(form)) if (String(text).trim()) query.append(name, text);
  return query.toString();
};

let latest = 0;

// The fields above the results are outside what is swapped: they say what the answer was asked for.
const copyFields = (page) => {
  for (const id of ["q", "near", "within"]) document.getElementById(id).value = page.getElementById(id).value;
  within.disabled = !near.value;
};

// Swap the results for those of `address`, keep the rest of the page and the reader's place.
const show = async (address, push) => {
  const mine = ++latest;
  const results = document.getElementById("results");
  results.classList.add("busy");
  const open = [...results.querySelectorAll("details[open] > summary")].map((each) => each.textContent);
  const focused = document.activeElement && document.activeElement.value && [document.activeElement.name, document.activeElement.value];
  try {
    const answer = await fetch(address, { headers: { Accept: "text/html" } });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (mine !== latest) return;
    const fresh = page.getElementById("results");
    if (!fresh) throw new Error("no results in the answer");
    results.replaceWith(fresh);
    document.title = page.title;
    copyFields(page);
    for (const summary of fresh.querySelectorAll("details > summary")) summary.parentElement.open = open.includes(summary.textContent);
    if (focused) {
      const again = [...fresh.querySelectorAll("input")].find((each) => each.name === focused[0] && each.value === focused[1]);
      if (again) again.focus();
    }
    if (push) history.pushState(null, "", address);
    watchFilters();
  } catch {
    location.assign(address);
  }
};

const watchFilters = () => {
  const form = document.getElementById("filters");
  if (!form) return;
  const go = () => {
    const query = queryOf(form);
    show(query ? `${location.pathname}?${query}` : location.pathname, true);
  };
  form.addEventListener("change", go);
  form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
  form.querySelector(".button").hidden = true;
};

// On a narrow screen the answer comes first; the question folds away until it is wanted.
const foldPanels = () => {
  if (matchMedia("(max-width: 56rem)").matches) document.querySelectorAll("details.panel").forEach((each) => { each.open = false; });
};

const near = document.getElementById("near");
const within = document.getElementById("within");
if (near && within) {
  within.disabled = !near.value.trim();
  near.addEventListener("input", () => { within.disabled = !near.value.trim(); });
}

// Places that begin with what is typed are offered; the last answer counts.
const offerPlaces = (field, list) => {
  let waiting = 0;
  let asked = "";
  field.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = field.value.trim();
    if (text.length < 2 || /^[\d.,\s-]+$/.test(text) || [...list.options].some((each) => each.value === text)) return;
    waiting = setTimeout(async () => {
      asked = text;
      const answer = await fetch(`/browse/places?${new URLSearchParams({ text })}`).catch(() => null);
      if (!answer || !answer.ok || asked !== text) return;
      list.replaceChildren(...(await answer.json()).map((name) => new Option(name, name)));
    }, 150);
  });
};
const places = document.getElementById("places");
if (near && places) offerPlaces(near, places);

document.querySelectorAll("table.sortable").forEach(makeSortable);
foldPanels();
watchFilters();
if (document.getElementById("filters")) window.addEventListener("popstate", () => show(location.href, false));
