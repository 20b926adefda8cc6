// The finder: filters act at once, the list and the map beside it stay in step, the map is fetched only when it is seen.
// Every step is an address of this page, so that without JavaScript the same links and forms do the same.
"use strict";

(() => {
  const byId = (id) => document.getElementById(id);
  const narrow = matchMedia("(max-width: 56rem)");
  const panes = document.querySelector(".panes");
  const mapside = byId("mapside");
  const frame = mapside && mapside.querySelector("iframe");
  const area = byId("area");
  let latest = 0;
  let moved = null;
  let sent = null; // the question that the map was last sent

  const results = () => byId("results");
  const tell = (words) => { byId("told").textContent = words; };
  const send = (words) => { if (frame && frame.src) frame.contentWindow.postMessage(words, "*"); }; // a sandboxed frame has no origin to name

  // --- the map ---
  const openMap = () => {
    if (!frame || frame.src) return;
    const query = results().dataset.query;
    sent = query;
    frame.src = frame.dataset.src + (query ? `${frame.dataset.src.includes("?") ? "&" : "?"}${query}` : "");
  };
  const showMap = () => {
    if (!mapside) return;
    mapside.hidden = false;
    if (!narrow.matches) openMap();
  };

  const markItem = (id) => {
    const old = document.querySelector(".item.picked");
    if (old) old.classList.remove("picked");
    const item = id && byId(`item-${id}`);
    if (!item) return;
    item.classList.add("picked");
    if (!narrow.matches) item.scrollIntoView({ block: "nearest", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
  };

  addEventListener("message", (event) => {
    if (!frame || event.source !== frame.contentWindow || typeof event.data !== "object" || !event.data) return;
    const { picked, moved: box, drawn } = event.data;
    if (typeof picked === "string") markItem(picked);
    if (Array.isArray(box) && box.length === 4 && box.every(Number.isFinite)) {
      moved = box;
      area.hidden = false;
    }
    if (drawn) byId("mapped").textContent = _("%(shown)s of %(found)s on this part of the map", { shown: Number(drawn.shown), found: Number(drawn.found) });
  });

  const spotOf = (item, show) => item && item.dataset.lon ? { mark: { lon: Number(item.dataset.lon), lat: Number(item.dataset.lat), name: item.dataset.name, show } } : { mark: null };
  let pointed = null;
  const point = (target, show) => {
    const item = target && target.closest && target.closest(".item");
    if (item === pointed) return;
    pointed = item;
    send(spotOf(item, show));
  };

  // --- the list ---
  const queryOfForm = () => {
    const query = new URLSearchParams();
    for (const [name, text] of new FormData(byId("filters"))) if (String(text).trim()) query.append(name, text);
    return query;
  };
  const path = byId("filters").getAttribute("action"); // another one in a frame of another site
  const addressOf = (query) => { const text = query.toString(); return text ? `${path}?${text}` : path; };

  // The fields above the results are not swapped: they say what the answer was asked for.
  const copyFields = (page) => {
    for (const id of ["q", "near"]) byId(id).value = page.getElementById(id).value;
    for (const id of ["within", "sort"]) {
      const { value, children } = page.getElementById(id);
      byId(id).replaceChildren(...children);
      byId(id).value = value; // options that move do not keep which of them is chosen
    }
    byId("within").disabled = !byId("near").value;
    const [change, fresh] = [byId("change"), page.getElementById("change")];
    change.hidden = fresh.hidden;
    change.open = false;
    change.querySelector(".words").textContent = fresh.querySelector(".words").textContent;
  };

  // On a phone the form folds: whoever was in it goes on at what was found.
  const leaveForm = (page, fresh) => {
    const form = byId("q").closest(".search");
    if (form.contains(document.activeElement) && narrow.matches && !page.getElementById("change").hidden) fresh.querySelector(".summary").focus({ preventScroll: true });
  };

  const keepPlace = (before, fresh) => {
    for (const details of fresh.querySelectorAll("details")) {
      const same = [...before.querySelectorAll("details")].find((each) => each.firstElementChild.firstChild.textContent === details.firstElementChild.firstChild.textContent);
      if (same) details.open = same.open;
    }
    const was = document.activeElement;
    if (!before.contains(was)) return () => {};
    const [name, text] = [was.name, was.value];
    return () => {
      const again = name && [...fresh.querySelectorAll("input")].find((each) => each.name === name && each.value === text);
      if (again) again.focus({ preventScroll: true });
      else { const summary = fresh.querySelector(".summary"); if (summary) summary.focus({ preventScroll: true }); }
    };
  };

  // What a filter asks is known before the list is there: the map need not wait for it.
  const AROUND = ["partner", "show", "lang"]; // what the address of a frame carries along
  const OWN = ["read", "sort", "origin", "cursor", "within", ...AROUND];
  const sameQuestion = (one, other) => {
    const sorted = (text) => [...new URLSearchParams(text)].filter(([name]) => !OWN.includes(name)).map(String).sort().join("&");
    return one !== null && sorted(one) === sorted(other);
  };
  const sendQuery = (query, stay) => {
    if (sameQuestion(sent, query)) return;
    sent = query;
    send({ query, stay });
  };
  const sendAhead = () => {
    const query = queryOfForm();
    if (query.get("q") && query.get("read") !== "text") return;
    const stay = query.has("bbox");
    for (const name of ["read", "sort", "origin", "cursor", ...AROUND]) query.delete(name);
    if (!query.get("near")) query.delete("within");
    sendQuery(query.toString(), stay);
  };

  const show = async (address, push, top) => {
    const mine = ++latest;
    const before = results();
    before.classList.add("busy");
    try {
      const answer = await fetch(address, { headers: { Accept: "text/html" } });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      if (mine !== latest) return;
      const fresh = page.getElementById("results");
      if (!fresh || !page.querySelector(".summary")) throw new Error("no results in the answer");
      const focus = keepPlace(before, fresh);
      before.replaceWith(fresh);
      document.title = page.title;
      leaveForm(page, fresh);
      copyFields(page);
      focus();
      if (push) history.pushState(null, "", address);
      if (area) area.hidden = true;
      pointed = null;
      sendQuery(fresh.dataset.query, "stay" in fresh.dataset);
      dressResults();
      tell(fresh.querySelector(".summary").textContent);
      if (top) fresh.querySelector(".found").scrollIntoView({ block: "start" });
    } catch {
      location.assign(address);
    }
  };

  const dressResults = () => {
    const form = byId("filters");
    const go = () => show(addressOf(queryOfForm()), true);
    form.addEventListener("change", (event) => {
      if (event.target.type === "checkbox") sendAhead();
      go();
    });
    form.addEventListener("submit", (event) => { event.preventDefault(); go(); });
    form.querySelector(".button").hidden = true;
    const found = form.querySelector(".showfound");
    if (found) {
      found.hidden = !narrow.matches;
      found.addEventListener("click", () => {
        form.closest("details").open = false;
        const summary = document.querySelector(".summary");
        summary.scrollIntoView({ block: "start" });
        summary.focus({ preventScroll: true });
      });
    }
    stemmapSaved.decorate();
  };

  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest(`#results a[href^="${path}"]`);
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button) return;
    event.preventDefault();
    show(link.getAttribute("href"), true, link.rel === "next");
  });
  document.addEventListener("mouseover", (event) => point(event.target, false));
  document.addEventListener("focusin", (event) => point(event.target, true));

  if (area) area.addEventListener("click", () => {
    const query = queryOfForm();
    for (const name of ["near", "within", "origin", "bbox"]) query.delete(name);
    query.set("bbox", moved.join(","));
    show(addressOf(query), true);
  });

  // --- on a narrow screen: the list or the map ---
  const turn = byId("turn");
  if (turn && mapside) {
    turn.parentElement.hidden = false;
    turn.addEventListener("click", () => {
      const toMap = panes.classList.toggle("onmap");
      turn.setAttribute("aria-pressed", String(toMap));
      turn.textContent = toMap ? _("List") : _("Map");
      if (toMap && !frame.src) openMap();
      scrollTo(0, toMap ? panes.getBoundingClientRect().top + scrollY - 8 : 0);
    });
  }

  // --- the place ---
  const near = byId("near");
  const within = byId("within");
  within.disabled = !near.value.trim();
  near.addEventListener("input", () => { within.disabled = !near.value.trim(); });
  let waiting = 0;
  near.addEventListener("input", () => {
    clearTimeout(waiting);
    const text = near.value.trim();
    const list = byId("places");
    if (text.length < 2 || /^[\d.,\s-]+$/.test(text) || [...list.options].some((each) => each.value === text)) return;
    waiting = setTimeout(async () => {
      const answer = await fetch(`/browse/places?${new URLSearchParams({ text })}`).catch(() => null);
      if (!answer || !answer.ok || near.value.trim() !== text) return;
      list.replaceChildren(...(await answer.json()).map((name) => new Option(name, name)));
    }, 150);
  });
  const locate = byId("locate");
  if (locate) stemmapPlace.offer(locate, byId("located"), (spot) => {
    near.value = spot;
    within.disabled = false;
    show(addressOf(queryOfForm()), true);
  });

  dressResults();
  showMap();
  narrow.addEventListener("change", () => { showMap(); byId("filters").closest("details").open = !narrow.matches; });
  addEventListener("popstate", () => show(location.href, false));
})();
