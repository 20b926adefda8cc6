// The gap map inside its frame. Outlines are fetched once and kept; values are fetched anew whenever the page asks.
"use strict";

stemmap.gaps = (map, options) => {
  const { CALM, STATE_LINE, COUNTY_LINE, element, extent, guarded, legendItem, load, message, miles, number, outlines, panes, percent, pointCard, swatch } = stemmap.parts;
  const FEW = 400; // above this a canvas draws the areas
  const CONTIGUOUS = [[24.5, -124.8], [49.4, -66.9]];
  const SVG = "http://www.w3.org/2000/svg";
  const shown = { values: null, key: null, layer: null, dots: null, sites: null, points: null, lines: [], byGeoid: new Map() };
  const overlays = stemmap.gapOverlays(map);
  const wanted = { assets: true, sites: false };
  let latest = 0;
  let led = false; // moved by this script, not by a person

  const box = element("section", undefined, "legend");
  box.setAttribute("aria-label", _("Legend"));
  document.body.append(box);

  // --- Hatching: the class's colour with lines over it, so that neither hides the other. ---
  const svgElement = (tag, attributes) => {
    const made = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    return made;
  };
  const defs = svgElement("defs", {});
  const holder = svgElement("svg", { width: 0, height: 0, class: "away", "aria-hidden": "true", focusable: "false" });
  holder.append(defs);
  document.body.append(holder);

  const hatchId = (color) => `hatch-${color.replace("#", "")}`;
  const hatchInk = (color) => (parseInt(color.slice(1, 3), 16) * 0.3 + parseInt(color.slice(3, 5), 16) * 0.6 + parseInt(color.slice(5, 7), 16) * 0.1 > 140 ? "#17222f" : "#ffffff");

  const svgHatch = (color) => {
    if (!document.getElementById(hatchId(color))) {
      const pattern = svgElement("pattern", { id: hatchId(color), width: 9, height: 9, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" });
      pattern.append(svgElement("rect", { width: 9, height: 9, fill: color }), svgElement("path", { d: "M0 0V9", stroke: hatchInk(color), "stroke-width": 1.5, "stroke-opacity": 0.24 }));
      defs.append(pattern);
    }
    return `url(#${hatchId(color)})`;
  };

  const tiles = new Map();
  const canvasHatch = (color) => {
    if (!tiles.has(color)) {
      const tile = Object.assign(document.createElement("canvas"), { width: 8, height: 8 });
      const pen = tile.getContext("2d");
      pen.fillStyle = color;
      pen.fillRect(0, 0, 8, 8);
      pen.strokeStyle = hatchInk(color);
      pen.globalAlpha = 0.26;
      for (const at of [-8, 0, 8]) { pen.moveTo(at - 1, 9); pen.lineTo(at + 9, -1); }
      pen.stroke();
      tiles.set(color, pen.createPattern(tile, "repeat"));
    }
    return tiles.get(color);
  };

  // --- One area. ---
  const at = (geoid) => shown.byGeoid.get(geoid);
  const colorAt = (values, index) => (index === undefined || values.classOf[index] < 0 ? values.noData : values.colors[values.classOf[index]]);
  const isHatched = (values, index) => Boolean(values.hatch && index !== undefined && values.hatch[index]);

  const styleOf = (geoid, canvas) => {
    const values = shown.values;
    const index = at(geoid);
    const color = colorAt(values, index);
    return {
      fillColor: isHatched(values, index) ? (canvas ? canvasHatch : svgHatch)(color) : color, fillOpacity: 0.9,
      color: "#6b7a8d", weight: canvas ? 0.25 : 0.7, opacity: 0.95,
    };
  };

  const nameOf = (values, index) => (values.kind === "zip" ? `${values.geoid[index]} ${values.name[index]}` : values.name[index]) + (values.kind === "state" ? "" : `, ${values.state[index]}`);
  // Miles in a straight line, or minutes of a travel table.
  const timed = (values) => values.minutes !== undefined;
  const minutes = (value) => value.toLocaleString("en-US", { maximumFractionDigits: 1 });
  const beyondWords = (values) => (timed(values) ? _("beyond %(n)s min", { n: minutes(values.minutes) }) : _("beyond %(n)s mi", { n: miles(values.distanceM) }));

  const farLine = (values, index) => {
    const nearest = (timed(values) ? values.nearestMin : values.nearestM)[index];
    const name = values.assets[values.asset[index]];
    if (nearest === null) return timed(values) ? _("No way to any match is known") : _("Nothing matches anywhere");
    const n = timed(values) ? minutes(nearest) : miles(nearest);
    if (values.kind === "zip") return timed(values) ? _("Nearest: %(n)s min, %(name)s", { n, name }) : _("Nearest: %(n)s mi, %(name)s", { n, name });
    if (name) return timed(values) ? _("%(n)s min to the nearest on average; for most people that is %(name)s", { n, name }) : _("%(n)s mi to the nearest on average; for most people that is %(name)s", { n, name });
    return timed(values) ? _("%(n)s min to the nearest on average", { n }) : _("%(n)s mi to the nearest on average", { n });
  };

  const plusMinus = (margin) => (margin === null || margin === undefined ? "" : ` ± ${number(margin)}`);

  const linesOf = (values, index) => {
    const people = values.people[index];
    const lines = [`${number(people)}${plusMinus(values.moe && values.moe[index])} ${values.noun || _("people")}`];
    if (people > 0) lines.push(`${number(values.beyond[index])}${plusMinus(values.beyondMoe && values.beyondMoe[index])} (${percent(values.beyond[index] / people)}) ${values.gapWords || beyondWords(values)}`);
    if (values.valueText && values.valueText[index]) lines.push(values.valueText[index]);
    lines.push(farLine(values, index), ...overlays.wordsOf(values, values.geoid[index]));
    return lines;
  };

  const cardOf = (geoid) => {
    const values = shown.values;
    const index = at(geoid);
    const card = element("div", undefined, "card");
    if (index === undefined) return card;
    card.append(element("strong", nameOf(values, index)));
    for (const line of linesOf(values, index)) card.append(element("span", line));
    if (values.note && values.note[index]) card.append(element("span", values.note[index], "tag"));
    if (values.confidence) card.append(element("span", _("Confidence: %(grade)s", { grade: values.confidences[values.confidence[index]] }), "small"));
    return card;
  };

  // The same with ways on: what a click, a tap or Enter opens.
  const pinnedOf = (geoid) => {
    const values = shown.values;
    const index = at(geoid);
    const card = cardOf(geoid);
    const link = (words, address, named) => {
      const made = named ? inTongue(element("a", words), words) : element("a", words);
      Object.assign(made, { href: address, target: "_top" });
      const line = element("span");
      line.append(made);
      card.append(line);
    };
    if (index === undefined) return card;
    const asset = values.asset[index];
    if (asset >= 0 && values.assetIds) link(values.assets[asset], `/assets/${encodeURIComponent(values.assetIds[asset])}`, true);
    if (options.countyPages && values.kind === "county") link(_("All about %(name)s", { name: values.name[index] }), `/counties/${encodeURIComponent(geoid)}`);
    return card;
  };

  const pin = (geoid, where) => {
    const popup = L.popup({ className: "area-card", autoPanPaddingTopLeft: [48, 12], autoPanPaddingBottomRight: [12, 12], minWidth: 230, maxWidth: 300 }).setLatLng(where).setContent(pinnedOf(geoid)).openOn(map);
    const back = document.activeElement;
    const box = popup.getElement();
    box.tabIndex = -1;
    box.setAttribute("role", "dialog");
    box.setAttribute("aria-label", wordsOf(geoid));
    box.focus();
    box.addEventListener("keydown", (event) => { if (event.key === "Escape") { event.stopPropagation(); map.closePopup(popup); } });
    map.once("popupclose", () => { if (back && back.isConnected) back.focus(); });
  };

  const middleOf = (layer) => (layer.getBounds ? layer.getBounds().getCenter() : layer.getLatLng());

  const wordsOf = (geoid) => {
    const values = shown.values;
    const index = at(geoid);
    if (index === undefined) return _("No data");
    const more = [values.note && values.note[index], values.confidence && _("Confidence: %(grade)s", { grade: values.confidences[values.confidence[index]] })];
    return [nameOf(values, index), ...linesOf(values, index), ...more].filter(Boolean).join(". ");
  };

  const dress = (layer) => {
    const path = layer.getElement && layer.getElement();
    if (!path || !path.setAttribute) return;
    const geoid = layer.feature.id;
    const index = at(geoid);
    path.setAttribute("aria-label", wordsOf(geoid));
    path.dataset.geoid = geoid;
    path.dataset.class = index === undefined ? -1 : shown.values.classOf[index];
    path.toggleAttribute("data-hatched", isHatched(shown.values, index));
  };

  const describe = (layer) => {
    layer.bindTooltip(() => cardOf(layer.feature.id), { sticky: true, className: "area-tip" });
    layer.on("click", (event) => { layer.closeTooltip(); pin(layer.feature.id, event.latlng); });
    layer.on("add", () => {
      const path = layer.getElement && layer.getElement();
      if (!path || !path.setAttribute) return;
      path.classList.add("area");
      path.setAttribute("tabindex", "-1");
      path.setAttribute("role", "button");
      path.addEventListener("focus", () => layer.openTooltip());
      path.addEventListener("blur", () => layer.closeTooltip());
      dress(layer);
    });
  };

  const STEPS = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 };

  // Letters typed one after the other go to the area whose name begins with them.
  let typed = "";
  let typedAt = 0;
  const typedTo = (key, layers) => {
    if (performance.now() - typedAt > 900) typed = "";
    typed += key.toLowerCase();
    typedAt = performance.now();
    return layers.findIndex((each) => wordsOf(each.feature.id).toLowerCase().startsWith(typed));
  };

  const isLetter = (event) => event.key.length === 1 && /[\p{L}\p{N}]/u.test(event.key) && !event.ctrlKey && !event.metaKey && !event.altKey;

  // One stop for the Tab key, arrows from area to area: a state of counties must not be a hundred stops.
  const walked = (layers, event, from) => {
    if (STEPS[event.key]) return (from + STEPS[event.key] + layers.length) % layers.length;
    if (event.key === "Home") return 0;
    if (event.key === "End") return layers.length - 1;
    return isLetter(event) ? typedTo(event.key, layers) : -1;
  };

  const walkable = (layer) => {
    if (walker) { walker.remove(); walker = null; }
    const layers = layer.getLayers();
    if (!layers.length) return;
    if (layer.canvas) { walkCanvas(layer); return; }
    const drawnOnes = layers.filter((each) => each.getElement && each.getElement());
    const paths = drawnOnes.map((each) => each.getElement());
    paths[0].setAttribute("tabindex", "0");
    paths.forEach((path, from) => path.addEventListener("keydown", (event) => {
      if (event.key === "Enter" || event.key === " ") {
        event.preventDefault();
        pin(drawnOnes[from].feature.id, middleOf(drawnOnes[from]));
        return;
      }
      const to = walked(drawnOnes, event, from);
      if (to < 0) return;
      event.preventDefault();
      event.stopPropagation();
      path.setAttribute("tabindex", "-1");
      paths[to].setAttribute("tabindex", "0");
      paths[to].focus();
    }));
  };

  // A canvas has no elements to go to: one box stands for all its areas, and says the one it is at.
  let walker = null;
  const walkCanvas = (layer) => {
    const layers = worstFirst(layer.getLayers());
    let here = -1;
    walker = element("div", undefined, "walker");
    Object.assign(walker, { tabIndex: 0 });
    walker.setAttribute("role", "application");
    walker.setAttribute("aria-label", _("Areas: arrow keys go from area to area, the worst first; letters jump to a name; Enter opens the card"));
    const say = element("p", undefined, "away");
    say.setAttribute("role", "status");
    const show = (to) => {
      if (here >= 0) layers[here].closeTooltip();
      here = to;
      const each = layers[here];
      const where = middleOf(each);
      if (!map.getBounds().contains(where)) map.panTo(where, { animate: false });
      each.openTooltip(where);
      say.textContent = wordsOf(each.feature.id);
    };
    walker.addEventListener("keydown", (event) => {
      if ((event.key === "Enter" || event.key === " ") && here >= 0) {
        event.preventDefault();
        layers[here].closeTooltip();
        pin(layers[here].feature.id, middleOf(layers[here]));
        return;
      }
      const to = here < 0 && STEPS[event.key] ? 0 : walked(layers, event, here);
      if (to < 0) return;
      event.preventDefault();
      show(to);
    });
    walker.addEventListener("blur", () => { if (here >= 0) layers[here].closeTooltip(); });
    walker.append(element("span", _("Arrow keys: from area to area")), say);
    box.before(walker);
    remeasure(); // it has taken its part of the frame
  };

  const worstFirst = (layers) => [...layers].sort((a, b) => at(a.feature.id) - at(b.feature.id));

  // --- Layers. ---
  const radius = (people) => 3 + Math.min(11, Math.sqrt(people) / 22);

  const featuresOf = async (values) => {
    const asPoint = (index) => ({ type: "Feature", id: values.geoid[index], properties: {}, geometry: { type: "Point", coordinates: [values.lon[index], values.lat[index]] } });
    if (values.kind !== "county" && values.kind !== "state") {
      return values.geoid.map((_, index) => index).sort((a, b) => values.people[b] - values.people[a]).map(asPoint);
    }
    const collection = await load(values.kind === "state" ? options.states : options.counties + values.states);
    const known = new Set(values.geoid);
    const features = collection.features.filter((each) => known.has(each.id));
    const drawn = new Set(features.map((each) => each.id));
    return [...features, ...values.geoid.flatMap((geoid, index) => (drawn.has(geoid) ? [] : [asPoint(index)]))];
  };

  const areasLayer = (features) => {
    const canvas = features.length > FEW;
    const renderer = canvas ? L.canvas({ padding: 0.3 }) : L.svg({ padding: 0.3 });
    const layer = L.geoJSON({ type: "FeatureCollection", features }, {
      renderer,
      style: (feature) => styleOf(feature.id, canvas),
      smoothFactor: 0.4, // neighbours simplified apart leave slivers
      pointToLayer: (feature, where) => L.circleMarker(where, { renderer, radius: radius(shown.values.people[at(feature.id)] || 0) }),
      onEachFeature: (feature, each) => describe(each),
    });
    layer.canvas = canvas;
    return layer;
  };

  const keyOf = (values) => `${values.kind}|${values.states}|${values.kind === "county" || values.kind === "state" ? "" : values.geoid.length}`;

  // The whole is shown until somebody looks closer, also when the frame gets another size.
  let home = null;
  let fitted = null;
  const fit = (bounds) => {
    home = bounds;
    led = true;
    map.fitBounds(bounds, { padding: [12, 12], animate: false });
    led = false;
    fitted = map.getZoom();
  };
  let resized = -1000;
  const SETTLED_MS = 400; // Leaflet says that it moved this soon after its frame got another size
  const remeasure = () => { led = true; map.invalidateSize(); led = false; };
  map.on("resize", () => { resized = performance.now(); if (home && map.getZoom() === fitted && home.contains(map.getCenter())) fit(home); });

  // Paper is narrower than the screen: there the map has its own size and shows the whole; afterwards all is as before.
  const PAPER = { flex: "none", width: "820px", height: "450px" };
  const WINDOW = { flex: "", width: "", height: "" };
  let seen = null;
  addEventListener("beforeprint", () => {
    if (!home) return;
    seen = [map.getCenter(), map.getZoom()];
    Object.assign(map.getContainer().style, PAPER);
    remeasure();
    fit(home);
  });
  addEventListener("afterprint", () => {
    if (!seen) return;
    Object.assign(map.getContainer().style, WINDOW);
    remeasure();
    led = true;
    map.setView(...seen, { animate: false });
    led = false;
    seen = null;
  });

  const addAreas = async (values) => {
    const features = await featuresOf(values);
    if (shown.layer) shown.layer.remove();
    for (const line of shown.lines) line.remove();
    shown.lines = [];
    shown.layer = areasLayer(features).addTo(map);
    walkable(shown.layer);
    const whole = values.states ? extent({ features }) : L.latLngBounds(CONTIGUOUS); // of the whole country its contiguous part
    if (features.length) fit(whole);
    shown.lines.push(await outlines(map, options.states, STATE_LINE));
    if (values.kind !== "state" && values.states) shown.lines.push(await outlines(map, options.counties + values.states, COUNTY_LINE));
  };

  // The words of an area say what lies over it too.
  const redress = () => shown.layer.eachLayer((each) => { if (each.getElement && each.getElement()) dress(each); });

  const restyle = () => {
    const { layer } = shown;
    layer.eachLayer((each) => {
      each.setStyle(styleOf(each.feature.id, layer.canvas));
      if (each.setRadius) each.setRadius(radius(shown.values.people[at(each.feature.id)] || 0));
    });
  };

  // Assets that serve a whole state, or are online, have no distance: they are not what a gap is measured to.
  const EVERYWHERE = new Set(["statewide", "national", "virtual"]);

  // A canvas catches every pointer event of the areas below it, so it is for many dots only, and silent.
  const dotsLayer = (collection) => {
    const many = collection.features.length > 1500;
    const renderer = many ? L.canvas({ pane: "dots", padding: 0.3 }) : L.svg({ pane: "dots", padding: 0.3 });
    const style = { renderer, pane: "dots", radius: 4, color: "#fff", weight: 1.2, fillColor: "#0b4f8a", fillOpacity: 1, interactive: !many, className: "point" };
    return L.geoJSON(collection, {
      filter: (feature) => !EVERYWHERE.has(feature.properties.reach),
      pointToLayer: (feature, where) => L.circleMarker(where, style).bindTooltip(() => pointCard(options, feature.properties)),
    });
  };

  let tooMany = null;
  const addDots = async (values) => {
    if (shown.points === values.points) return;
    shown.points = values.points;
    const points = await load(values.points);
    if (shown.points !== values.points) return;
    if (shown.dots) shown.dots.remove();
    shown.dots = dotsLayer(points);
    if (wanted.assets) shown.dots.addTo(map);
    if (tooMany) tooMany.remove();
    tooMany = points.truncated ? message(map, _("The first %(n)s of %(all)s shown", { n: number(points.features.length), all: number(points.numberMatched) })) : null;
  };

  const siteCard = (site) => {
    const card = element("div", undefined, "card");
    card.append(element("strong", `${site.rank}. ${site.name}`));
    for (const line of site.lines) card.append(element("span", line));
    return card;
  };

  const addSites = (values) => {
    if (shown.sites) shown.sites.remove();
    shown.sites = L.layerGroup((values.sites || []).map((site) => L.marker([site.lat, site.lon], {
      pane: "dots", title: site.name, alt: _("Suggested site %(rank)s: %(name)s", { rank: site.rank, name: site.name }),
      icon: L.divIcon({ className: "site", html: element("span", String(site.rank)), iconSize: [26, 26] }),
    }).bindTooltip(() => siteCard(site))));
    if (wanted.sites) shown.sites.addTo(map);
  };

  // --- Legend, below the map, so that it covers nothing on any screen. ---

  const hatchSwatch = (color) => {
    const mark = swatch(color);
    mark.firstChild.setAttribute("fill", svgHatch(color));
    return mark;
  };

  const switchFor = (name, label, mark, change) => {
    const holds = element("label");
    const tick = element("input");
    Object.assign(tick, { type: "checkbox", checked: wanted[name] });
    tick.addEventListener("change", () => { wanted[name] = tick.checked; change(tick.checked); overChanged(name); });
    holds.append(tick, mark, element("span", label));
    const item = element("li");
    item.append(holds);
    return item;
  };

  const onOff = (layer) => (on) => { if (!shown[layer]) return; if (on) shown[layer].addTo(map); else shown[layer].remove(); };

  // What is on is in the address of the page, which is told; a map that stands alone asks for itself.
  const overNow = () => Object.keys(shown.values.overLabels).filter((name) => wanted[name]);
  const overChanged = (name) => {
    const over = overNow();
    const query = new URLSearchParams(asked);
    query.delete("over");
    query.append("over", over.join(",") || "none");
    if (overlays.NAMES.includes(name)) ask(query.toString()).catch((error) => message(map, error.message, true));
    tell({ stemmap: "over", over });
  };

  const overSwitch = (values, name) => {
    const lacks = values.overLacks[name];
    return switchFor(name, values.overLabels[name] + (lacks ? ` (${lacks})` : ""), overlays.swatch(name), () => {});
  };

  const legend = (values) => {
    const list = element("ul");
    values.labels.forEach((label, index) => list.append(legendItem(swatch(values.colors[index]), label)));
    if (values.classOf.includes(-1)) list.append(legendItem(swatch(values.noData), timed(values) && values.view === "distance" ? _("No way to any match is known") : _("No data")));
    if (values.hatch && values.hatch.includes(1)) list.append(legendItem(hatchSwatch(values.colors[0]), values.hatchWords));
    if (values.unhatched) list.append(element("li", values.unhatched));
    list.append(switchFor("assets", values.overLabels.assets, swatch("#0b4f8a", true), onOff("dots")));
    for (const name of overlays.NAMES) list.append(overSwitch(values, name));
    if (values.overLabels.sites && (parent !== window || values.sites)) list.append(switchFor("sites", values.overLabels.sites, swatch("#14693f", true), onOff("sites")));
    const focused = box.contains(document.activeElement) && document.activeElement.closest("li") && document.activeElement.closest("li").textContent;
    box.replaceChildren(element("strong", values.title), list);
    if (focused) [...list.children].filter((each) => each.textContent === focused).forEach((each) => each.querySelector("input").focus());
  };

  // --- The map as a picture: drawn anew, so that nothing of the screen but the map is in it. ---
  const ringsOf = (geometry) => (geometry.type === "Polygon" ? [geometry.coordinates] : geometry.type === "MultiPolygon" ? geometry.coordinates : []).flat();

  const trace = (pen, geometry) => {
    pen.beginPath();
    for (const ring of ringsOf(geometry)) {
      ring.forEach(([lon, lat], number) => {
        const { x, y } = map.latLngToContainerPoint([lat, lon]);
        if (number) pen.lineTo(x, y); else pen.moveTo(x, y);
      });
      pen.closePath();
    }
  };

  const dab = (pen, [lon, lat], size, fill, line) => {
    const { x, y } = map.latLngToContainerPoint([lat, lon]);
    pen.beginPath();
    pen.arc(x, y, size, 0, 2 * Math.PI);
    Object.assign(pen, { fillStyle: fill, strokeStyle: line, lineWidth: 1 });
    pen.fill();
    pen.stroke();
  };

  const paintAreas = (pen) => shown.layer.eachLayer(({ feature }) => {
    const index = at(feature.id);
    const color = colorAt(shown.values, index);
    const fill = isHatched(shown.values, index) ? canvasHatch(color) : color;
    if (feature.geometry.type === "Point") { dab(pen, feature.geometry.coordinates, radius(shown.values.people[index] || 0), fill, "#6b7a8d"); return; }
    trace(pen, feature.geometry);
    Object.assign(pen, { fillStyle: fill, strokeStyle: "#6b7a8d", lineWidth: 0.6 });
    pen.fill("evenodd");
    pen.stroke();
  });

  const paintLines = (pen) => shown.lines.forEach((each) => each.eachLayer(({ feature }) => {
    trace(pen, feature.geometry);
    Object.assign(pen, { strokeStyle: "#46566a", lineWidth: each.options.style.weight || 1 });
    pen.stroke();
  }));

  const wrapped = (pen, words, width) => words.split(" ").reduce((lines, word) => {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && pen.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
    return lines;
  }, []);

  const paintLegend = (pen, width, top, words) => {
    const { values } = shown;
    pen.fillStyle = "#17222f";
    pen.font = "bold 15px system-ui, sans-serif";
    pen.fillText(values.title, 14, top + 24);
    pen.font = "13px system-ui, sans-serif";
    let x = 14;
    let y = top + 48;
    const entry = (label, fill) => {
      const wide = pen.measureText(label).width + 42;
      if (x + wide > width && x > 14) { x = 14; y += 24; }
      Object.assign(pen, { fillStyle: fill, strokeStyle: "#6b7a8d", lineWidth: 1 });
      pen.fillRect(x, y - 13, 16, 16);
      pen.strokeRect(x, y - 13, 16, 16);
      pen.fillStyle = "#17222f";
      pen.fillText(label, x + 22, y);
      x += wide;
    };
    values.labels.forEach((label, index) => entry(label, values.colors[index]));
    if (values.hatch && values.hatch.includes(1)) entry(values.hatchWords, canvasHatch(values.colors[0]));
    for (const name of overlays.NAMES) if (wanted[name]) entry(values.overLabels[name], overlays.INK[name]);
    for (const line of words.flatMap((each) => wrapped(pen, each, width - 28))) {
      y += 22;
      pen.fillText(line, 14, y, width - 28);
    }
    return y + 18;
  };

  const featuresShown = () => shown.layer.getLayers().map((each) => each.feature);

  const picture = (words) => {
    const { x: width, y: high } = map.getSize();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * 2, height: (high + 330) * 2 });
    const pen = canvas.getContext("2d");
    pen.scale(2, 2);
    Object.assign(pen, { fillStyle: "#fff" });
    pen.fillRect(0, 0, width, high + 330);
    pen.fillStyle = "#eef2f6";
    pen.fillRect(0, 0, width, high);
    pen.save();
    pen.beginPath();
    pen.rect(0, 0, width, high);
    pen.clip();
    paintAreas(pen);
    paintLines(pen);
    overlays.paint(pen, featuresShown(), trace);
    if (shown.dots && wanted.assets) shown.dots.eachLayer(({ feature }) => dab(pen, feature.geometry.coordinates, 4, "#0b4f8a", "#fff"));
    if (wanted.sites) for (const site of shown.values.sites || []) dab(pen, [site.lon, site.lat], 9, "#14693f", "#fff");
    pen.restore();
    const end = Math.min(Math.ceil(paintLegend(pen, width, high, words)), high + 330);
    const cut = Object.assign(document.createElement("canvas"), { width: width * 2, height: end * 2 });
    cut.getContext("2d").drawImage(canvas, 0, 0);
    return cut.toDataURL("image/png");
  };

  // --- Asking and being asked. ---
  const tell = (what) => { if (parent !== window) parent.postMessage(what, new URL(location.href).origin); };

  const draw = async (values, mine) => {
    shown.values = values;
    shown.byGeoid = new Map(values.geoid.map((geoid, index) => [geoid, index]));
    for (const name of Object.keys(values.overLabels)) wanted[name] = values.over.includes(name);
    legend(values);
    const key = keyOf(values);
    if (shown.key === key && shown.layer) restyle();
    else {
      shown.key = key;
      remeasure(); // the legend has taken its part of the frame
      await addAreas(values);
    }
    if (mine !== latest) return;
    overlays.show(values, featuresShown(), shown.layer.canvas, (geoid) => radius(values.people[at(geoid)] || 0));
    redress();
    document.documentElement.dataset.drawn = values.query;
    addSites(values);
    if (shown.dots) onOff("dots")(wanted.assets);
    await addDots(values);
  };

  let asked = options.query;
  const ask = async (query) => {
    const mine = ++latest;
    asked = query;
    const values = await load(options.values + query);
    if (mine !== latest) return;
    tell({ stemmap: "has", query });
    await draw(values, mine);
  };

  let failed = null;
  window.addEventListener("message", async ({ source, data }) => {
    if (source !== parent || parent === window || typeof data !== "object" || data === null) return;
    if (data.stemmap === "ask" && typeof data.query === "string") {
      if (failed) failed = failed.remove() && null;
      try {
        await ask(data.query);
      } catch (error) {
        failed = message(map, error.message, true);
        tell({ stemmap: "has", query: data.query });
      }
    }
    if (data.stemmap === "sites" && Array.isArray(data.sites) && shown.values) {
      shown.values.sites = data.sites;
      wanted.sites = true;
      addSites(shown.values);
      legend(shown.values);
    }
    if (data.stemmap === "picture" && Array.isArray(data.words) && shown.layer) tell({ stemmap: "picture", png: picture(data.words.map(String)) });
    if (data.stemmap === "go" && Array.isArray(data.center)) {
      led = true;
      map.setView(data.center, data.zoom, { animate: false });
      led = false;
    }
  });
  map.on("moveend", () => { if (!led && shown.layer && performance.now() - resized > SETTLED_MS) tell({ stemmap: "moved", center: [map.getCenter().lat, map.getCenter().lng], zoom: map.getZoom() }); });

  panes(map);
  if (CALM) map.options.zoomAnimation = false;
  guarded(map, () => ask(options.query)).then(() => tell({ stemmap: "ready" }));
};
