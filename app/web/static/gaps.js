// The gap page made live: every change of the question redraws the maps and swaps the words, plots and tables.
// Without this script the form's button does the same with a page load.
"use strict";

const liveForm = document.querySelector("form[data-live]");
const SAID_AFTER_MS = 700; // a slider that moves must not talk all the time
const SLIDING_MS = 250;
const MAP_FIRST_MS = 1500; // the maps have their numbers before the words are asked for, or this long to get them

const gapPage = (form) => {
  const path = form.getAttribute("action"); // another one in a frame of another site
  const around = [...form.querySelectorAll("input[data-frame]")].map((each) => `&${new URLSearchParams([[each.name, each.value]])}`).join("");
  let asking = null;
  let saying = 0;

  const text = (id) => (document.getElementById(id) ? document.getElementById(id).textContent.trim() : "");
  const frames = () => [...document.querySelectorAll("#maps iframe")];

  const say = (words) => {
    clearTimeout(saying);
    saying = setTimeout(() => { document.getElementById("said").textContent = words; }, SAID_AFTER_MS);
  };

  const refuse = (words) => {
    const box = document.getElementById("refused");
    box.textContent = words;
    box.hidden = !words;
  };

  // Sliders stand beside their number fields, which are what is sent.
  const joinSliders = (where) => where.querySelectorAll("input[type=range][data-for]").forEach((slider) => {
    const field = document.getElementById(slider.dataset.for);
    slider.hidden = false;
    slider.addEventListener("input", () => { field.value = slider.value; askSoon(); });
    field.addEventListener("input", () => { if (field.value) slider.value = field.value; });
  });

  const toMaps = (query) => frames().forEach((frame, at) => {
    frame.contentWindow.postMessage({ stemmap: "ask", query: at ? `${query}&side=b` : query }, "*"); // a sandboxed frame has no origin
  });

  const heard = new Set();
  let hear = () => {};
  const mapsHave = () => new Promise((resolve) => {
    heard.clear();
    const enough = setTimeout(resolve, MAP_FIRST_MS);
    hear = () => { if (heard.size === frames().length) { clearTimeout(enough); resolve(); } };
  });

  const swap = (page) => {
    const open = [...document.querySelectorAll("[data-swap] details[open] > summary")].map((each) => each.textContent);
    const shut = [...document.querySelectorAll("[data-swap] details.fold:not([open]) > summary")].map((each) => each.textContent);
    const focused = document.activeElement && document.activeElement.closest("[data-swap]") ? document.activeElement.textContent : null;
    for (const old of document.querySelectorAll("[data-swap]")) {
      const fresh = page.getElementById(old.id);
      if (fresh) old.replaceWith(fresh);
    }
    for (const summary of document.querySelectorAll("[data-swap] details > summary")) {
      if (open.includes(summary.textContent)) summary.parentElement.open = true;
      else if (shut.includes(summary.textContent)) summary.parentElement.open = false;
    }
    document.querySelectorAll("[data-swap] table.sortable").forEach(makeSortable);
    if (focused) [...document.querySelectorAll("[data-swap] a, [data-swap] button, [data-swap] summary")].filter((each) => each.textContent === focused).slice(0, 1).forEach((each) => each.focus());
    document.title = page.title;
    readySites();
    readyTools();
  };

  // Fields that go with what is chosen: the numbers of a definition, miles or minutes.
  const swapFields = (page) => {
    for (const id of ["preset-panel", "bound-panel", "second-panel"]) {
      const [old, fresh] = [document.getElementById(id), page.getElementById(id)];
      if (old.dataset.panel === fresh.dataset.panel) continue;
      old.replaceWith(fresh);
      joinSliders(fresh);
    }
  };

  // Whether the maps stay: another number of them needs other frames, which load by themselves.
  const sameMaps = (page) => {
    const [old, fresh] = [document.getElementById("maps"), page.getElementById("maps")];
    if (old.dataset.maps !== fresh.dataset.maps) {
      old.replaceWith(fresh);
      swipe(false);
      return false;
    }
    for (const id of ["name-a", "name-b"]) if (document.getElementById(id)) document.getElementById(id).textContent = page.getElementById(id).textContent;
    frames().forEach((frame, at) => { frame.title = fresh.querySelectorAll("iframe")[at].title; });
    return true;
  };

  const mapsFor = (query) => {
    const compared = [...new URLSearchParams(query)].some(([name]) => name.startsWith("b."));
    return compared ? "2" : "1";
  };

  const ask = async () => {
    if (asking) asking.abort();
    const mine = asking = new AbortController();
    const query = queryOf(form);
    sitesShown = null;
    clearTimeout(siting);
    dropStill();
    const early = document.getElementById("maps").dataset.maps === mapsFor(query);
    if (early) toMaps(query); // the maps ask for themselves, and first
    try {
      if (early) await mapsHave();
      if (mine !== asking) return;
      const answer = await fetch(`${path}?${query}`, { headers: { Accept: "text/html" }, signal: mine.signal });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== asking) return;
      if (!answer.ok) {
        refuse([...page.querySelectorAll("main p")].map((each) => each.textContent.trim()).join(" "));
        return;
      }
      refuse("");
      if (sameMaps(page) && !early) toMaps(query);
      swap(page);
      swapFields(page);
      history.replaceState(null, "", `${path}?${document.getElementById("answer").dataset.query}${around}`);
      say([text("words"), text("brief"), text("more")].filter(Boolean).join(" "));
    } catch (error) {
      if (error.name !== "AbortError") refuse(_("The service does not answer. The page shows the question before this one."));
    }
  };

  // --- The table of areas: turned, sorted and searched without moving the rest of the page. ---
  const turn = async (address, which) => {
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("ranked");
      if (!fresh) throw new Error("no table in the answer");
      document.getElementById("ranked").replaceWith(fresh);
      say(text("table-said"));
      const again = which === "find" ? document.getElementById("find") : [...fresh.querySelectorAll("a[data-turn]")].find((each) => each.dataset.turn === which);
      (again || fresh).focus();
    } catch {
      location.assign(address);
    }
  };

  const readyTable = () => {
    document.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest("#ranked a[data-turn]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      turn(link.href, link.dataset.turn);
    });
    document.addEventListener("submit", (event) => {
      if (!event.target.matches("#ranked form[data-turn]")) return;
      event.preventDefault();
      turn(`${path}?${queryOf(event.target)}`, "find");
    });
  };

  // --- Where next: asked only when somebody wants it, drawn on the maps and told as a table. ---
  const made = (tag, words, className) => {
    const element = document.createElement(tag);
    if (words !== undefined) element.textContent = words;
    if (className) element.className = className;
    return element;
  };
  const count = (value) => Math.round(value).toLocaleString("en-US");
  const whole = (people) => Object.values(people).reduce((sum, each) => sum + each, 0);

  const studyOf = (query) => {
    const body = { sites: 5, candidates: "places" };
    for (const [name, value] of new URLSearchParams(query)) {
      if (name === "states") body.states = value.split(",");
      else if (["areas", "distance", "population"].includes(name)) body[name] = value;
      else body[name] = [...(body[name] || []), value];
    }
    return body;
  };

  const siteTable = (sites) => {
    const scroll = made("div", undefined, "scroll");
    Object.assign(scroll, { tabIndex: 0, role: "region", ariaLabel: _("Suggested sites") });
    const table = made("table", undefined, "small");
    const row = table.createTHead().insertRow();
    for (const [name, number] of [[_("Site"), false], [_("Newly reached"), true], [_("So far"), true], [_("Mostly in"), false]]) {
      const heading = made("th", name, number ? "n" : "");
      heading.scope = "col";
      row.append(heading);
    }
    const body = table.createTBody();
    for (const site of sites) {
      const line = body.insertRow();
      const name = made("th", `${site.rank}. ${site.name}`);
      name.scope = "row";
      line.append(name, made("td", count(whole(site.people)), "n"), made("td", count(whole(site.people_so_far)), "n"), made("td", site.areas.slice(0, 2).map((area) => area.name).join(", ")));
    }
    scroll.append(table);
    return scroll;
  };

  const toSites = (sites) => frames().forEach((frame) => frame.contentWindow.postMessage({
    stemmap: "sites",
    sites: sites.map((site) => ({ rank: site.rank, name: site.name, lon: site.lon, lat: site.lat, lines: [_("%(n)s people newly reached", { n: count(whole(site.people)) }), _("%(n)s with those before it", { n: count(whole(site.people_so_far)) })] })),
  }, "*"));

  let sitesShown = null;
  let siting = 0;
  const sitesTick = () => form.querySelector("input[name=over][value=sites]") || {}; // a travel table has none

  const suggest = async (button) => {
    const box = document.getElementById("sites");
    box.replaceChildren(made("p", _("Looking for sites…")));
    try {
      const answer = await fetch("/api/v1/coverage/siting", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(studyOf(button.dataset.query)) });
      const found = await answer.json();
      if (!answer.ok) throw new Error(found.detail);
      box.replaceChildren(made("p", found.words), siteTable(found.sites));
      sitesShown = found.sites;
      toSites(found.sites);
    } catch (error) {
      box.replaceChildren(made("p", error.message || _("The service does not answer.")));
    }
  };

  // The overlays are in the address, also where nothing else has changed.
  const ticks = () => [...form.querySelectorAll("input[type=checkbox][name=over]")];
  const overInAddress = () => {
    const address = new URL(location.href);
    address.searchParams.set("over", ticks().filter((each) => each.checked).map((each) => each.value).join(",") || "none");
    history.replaceState(null, "", address);
  };

  const readySites = () => {
    const [part, button] = [document.getElementById("next"), document.getElementById("suggest")];
    if (!part) return;
    part.hidden = false;
    button.addEventListener("click", () => { sitesTick().checked = true; overInAddress(); suggest(button); });
    clearTimeout(siting);
    if (sitesTick().checked) siting = setTimeout(suggest, SAID_AFTER_MS, button); // once the question has settled
  };

  // --- Tools of the maps: a picture, a swipe between two, print; and what the colours show, one click away. ---
  const savePicture = (png, at) => {
    const link = made("a");
    Object.assign(link, { href: png, download: `gap-map${at ? "-b" : ""}.png` });
    link.click();
  };

  const askPicture = () => frames().forEach((frame, at) => {
    const name = text(at ? "name-b" : "name-a");
    const words = [name ? `${document.title} (${name})` : document.title, text("words"), new Date().toLocaleDateString(LOCALE), location.href];
    frame.contentWindow.postMessage({ stemmap: "picture", words }, "*");
  });

  const swiper = document.getElementById("swiper");
  const slide = () => {
    const [, second] = document.querySelectorAll("#maps figure");
    if (!second) return;
    const on = document.getElementById("maps").classList.contains("swiped");
    second.style.clipPath = on ? `inset(0 0 0 ${swiper.querySelector("input").value}%)` : "";
  };

  const swipe = (on) => {
    document.getElementById("maps").classList.toggle("swiped", on);
    document.querySelector("[data-do=swipe]").setAttribute("aria-pressed", String(on));
    swiper.hidden = !on;
    slide();
  };

  const readyTools = () => {
    const tools = document.getElementById("maptools");
    const two = frames().length === 2;
    tools.hidden = false;
    tools.querySelector("[data-do=swipe]").hidden = !two;
    if (!two) swiper.hidden = true;
    for (const link of document.querySelectorAll(".views a")) link.toggleAttribute("aria-current", false);
    const view = new URLSearchParams(document.getElementById("answer").dataset.query).get("view");
    const current = document.querySelector(`.views a[data-view="${view}"]`);
    if (current) current.setAttribute("aria-current", "true");
    if (view) document.getElementById("view-quick").value = view;
  };

  // The paper has the server's picture of the map: the frame is made for a screen.
  const SPOKEN = document.documentElement.lang === "en" ? "" : `&lang=${document.documentElement.lang}`;
  const still = document.getElementById("still");
  const dropStill = () => { still.replaceChildren(); still.hidden = true; };
  const print = async () => {
    dropStill();
    const query = document.getElementById("answer").dataset.query;
    const pictures = frames().map((frame, at) => Object.assign(new Image(), { alt: frame.title, src: `/maps/gaps.svg?${query}${at ? "&side=b" : ""}${SPOKEN}` }));
    try {
      await Promise.all(pictures.map((each) => each.decode()));
      still.replaceChildren(...pictures);
      still.hidden = false;
    } catch { /* the frame is printed instead */ }
    window.print();
  };

  const startTools = () => {
    const quick = document.getElementById("viewform");
    quick.addEventListener("change", ({ target }) => { document.getElementById("view").value = target.value; ask(); });
    quick.addEventListener("submit", (event) => event.preventDefault());
    quick.querySelector("button").hidden = true;
    const doing = { picture: askPicture, print, swipe: (button) => swipe(button.getAttribute("aria-pressed") !== "true") };
    document.getElementById("maptools").addEventListener("click", ({ target }) => { if (doing[target.dataset.do]) doing[target.dataset.do](target); });
    swiper.addEventListener("input", slide);
    document.querySelector(".views").addEventListener("click", (event) => {
      const link = event.target.closest("a[data-view]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      document.getElementById("view").value = link.dataset.view;
      ask();
    });
    readyTools();
  };

  // A slider that is dragged asks at once, and then no more often than this.
  let asked = 0;
  let later = 0;
  const askSoon = () => {
    clearTimeout(later);
    const wait = asked + SLIDING_MS - performance.now();
    later = setTimeout(() => { asked = performance.now(); ask(); }, Math.max(0, wait));
  };

  // Two maps move in step; the frame that moved is the one that is not told.
  window.addEventListener("message", ({ source, data }) => {
    const all = frames();
    if (typeof data !== "object" || data === null || !all.some((frame) => frame.contentWindow === source)) return;
    if (data.stemmap === "picture" && String(data.png).startsWith("data:image/png;")) savePicture(data.png, all.findIndex((frame) => frame.contentWindow === source));
    if (data.stemmap === "has") { heard.add(data.query); hear(); if (sitesShown) toSites(sitesShown); }
    if (data.stemmap === "over" && Array.isArray(data.over)) {
      for (const each of ticks()) each.checked = data.over.includes(each.value);
      ask();
    }
    if (data.stemmap !== "moved") return;
    for (const frame of all) if (frame.contentWindow !== source) frame.contentWindow.postMessage({ stemmap: "go", center: data.center, zoom: data.zoom }, "*");
  });

  joinSliders(form);
  readySites();
  form.addEventListener("change", (event) => { if (event.target.type !== "range") ask(); });
  form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  form.querySelectorAll(".button").forEach((each) => { each.hidden = true; });
  readyTable();
  startTools();
};

if (liveForm) gapPage(liveForm);
