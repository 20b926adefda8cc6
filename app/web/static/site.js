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

// On a narrow screen the answer comes first; the question folds away until it is wanted, and so does what is long and
// seldom read. Paper has all of that.
const foldPanels = () => {
  if (matchMedia("(max-width: 56rem)").matches) document.querySelectorAll("details:is(.panel, .fold)").forEach((each) => { each.open = false; });
};
addEventListener("beforeprint", () => document.querySelectorAll("details.fold").forEach((each) => { each.open = true; }));

document.querySelectorAll("table.sortable").forEach(makeSortable);
foldPanels();
