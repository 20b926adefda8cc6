// The finder's map: groups come from the server for the part of the world that is shown. It stands in a sandboxed frame
// and is in step with the list of the page around it by messages: {query}, {mark} in; {picked}, {moved}, {drawn} out.
"use strict";

stemmap.finder = (map, options) => {
  const { CALM, STATE_LINE, COUNTY_LINE, element, load, message, number, outlines, panes, popupOf } = stemmap.parts;
  const COUNTIES_FROM = 6;
  const NAMES_FROM = 8;
  const DIGITS = 5;
  const CARD = { autoPanPaddingTopLeft: [48, 10], autoPanPaddingBottomRight: [10, 10] }; // clear of the buttons
  let query = options.query;
  let latest = 0;
  let home = null; // the view that the last answer chose: what differs from it was moved by somebody
  let failed = null;
  let place = null;
  let ring = null;
  let marked = null;
  const counties = new Set();

  panes(map);
  map.getContainer().classList.add("finding");
  map.setMaxBounds([[-84, -230], [84, 20]]);
  const drawn = L.layerGroup().addTo(map);
  const places = L.layerGroup().addTo(map);
  const lines = L.layerGroup().addTo(map);
  const tell = (words) => { if (parent !== window) parent.postMessage(words, "*"); }; // the page around has no name here

  const label = (count) => count < 1000 ? number(count) : count < 10_000 ? `${(count / 1000).toFixed(1)}k` : `${Math.round(count / 1000)}k`;
  const dotIcon = (asset) => {
    const rough = asset.location_precision !== "exact" && asset.location_precision !== "street";
    return L.divIcon({ className: `dot ${asset.kind}${rough ? " approximate" : ""}`, iconSize: [20, 20] });
  };
  const groupIcon = (cell) => {
    const text = element("span", label(cell.count));
    text.append(element("span", cell.named ? ` ${_("at one place")}` : ` ${_("entries: come closer")}`, "away"));
    const size = cell.count < 10 ? 30 : cell.count < 100 ? 36 : cell.count < 1000 ? 42 : 48;
    return L.divIcon({ html: text, className: "cluster", iconSize: [size, size] });
  };

  const several = (cell) => {
    const card = element("div", undefined, "card");
    card.append(element("strong", _("%(n)s at this place", { n: number(cell.count) })));
    const list = element("ul");
    for (const asset of cell.named) {
      const link = inTongue(element("a", asset.name), asset.name);
      link.href = `/assets/${encodeURIComponent(asset.id)}`;
      link.target = parent === top ? "_top" : "_blank"; // the page of another site stays
      const item = element("li");
      item.append(link);
      list.append(item);
    }
    card.append(list);
    if (cell.count > cell.named.length) card.append(element("span", _("The first %(n)s by name.", { n: cell.named.length }), "small"));
    return card;
  };

  const single = (cell) => {
    const asset = cell.named[0];
    return L.marker([cell.lat, cell.lon], { icon: dotIcon(asset), title: asset.name, alt: asset.name })
      .on("add", ({ target }) => inTongue(target.getElement(), asset.name))
      .bindPopup(() => popupOf(options, { id: asset.id, properties: asset }), CARD)
      .on("popupopen", () => tell({ picked: asset.id }));
  };

  const group = (cell) => {
    const mark = L.marker([cell.lat, cell.lon], { icon: groupIcon(cell) });
    if (cell.named) return mark.bindPopup(() => several(cell), { ...CARD, maxHeight: 220 }).on("popupopen", () => tell({ picked: cell.named[0].id }));
    return mark.on("click", () => map.fitBounds([[cell.south, cell.west], [cell.north, cell.east]], { padding: [40, 40], maxZoom: 16, animate: !CALM }));
  };

  // What is still there after a move stays as it is: a card moves the map to have room, and must not close by that.
  let marks = new Map();
  const draw = (cells) => {
    const now = new Map();
    for (const cell of cells) {
      const key = JSON.stringify(cell);
      now.set(key, marks.get(key) || (cell.count === 1 && cell.named && cell.named.length ? single(cell) : group(cell)));
    }
    for (const [key, mark] of marks) if (now.get(key) !== mark) drawn.removeLayer(mark);
    for (const mark of now.values()) drawn.addLayer(mark);
    marks = now;
  };

  const showPlace = (found) => {
    places.clearLayers();
    if (!found) return;
    const at = [found.lat, found.lon];
    places.addLayer(L.circle(at, { radius: found.within_m, pane: "outlines", interactive: false, color: "#0b4f8a", weight: 1.5, dashArray: "5 5", fillOpacity: 0.05 }));
    places.addLayer(L.circleMarker(at, { radius: 5, pane: "dots", color: "#fff", weight: 2, fillColor: "#b3261e", fillOpacity: 1, className: "searched" })
      .bindTooltip(() => element("span", found.label), { permanent: true, direction: "top", className: "place always", offset: [0, -6] }));
  };

  const showCounties = async () => {
    if (map.getZoom() < COUNTIES_FROM) {
      if (map.hasLayer(lines)) lines.remove();
      return;
    }
    lines.addTo(map);
    const wanted = states.filter((each) => !counties.has(each.code) && each.box.intersects(map.getBounds())).map((each) => each.code);
    if (!wanted.length || wanted.length > 6) return;
    wanted.forEach((code) => counties.add(code));
    const shapes = await load(options.counties + wanted.sort().join(","));
    const onEachFeature = (feature, layer) => layer.bindTooltip(() => element("span", feature.properties.name), { permanent: true, direction: "center", className: "place", opacity: 1 });
    lines.addLayer(L.geoJSON(shapes, { interactive: false, style: COUNTY_LINE, pane: "outlines", onEachFeature }));
  };
  // Names of counties are shown where there is room for them.
  const showNames = () => map.getContainer().classList.toggle("named", map.getZoom() >= NAMES_FROM);
  map.on("zoomend", showNames);
  const states = [];

  const viewOf = () => {
    const { lng, lat } = map.getCenter();
    return `${lng.toFixed(DIGITS)},${lat.toFixed(DIGITS)},${map.getZoom()}`;
  };

  // Ask for what is to be seen; without a view of ours the server chooses the one that shows it best.
  const ask = async (here) => {
    const mine = ++latest;
    const size = map.getSize();
    const parts = [query, `size=${Math.max(size.x, 64)},${Math.max(size.y, 64)}`];
    if (here) parts.push(`at=${viewOf()}`);
    try {
      const found = await load(options.data + parts.filter(Boolean).join("&"));
      if (mine !== latest) return;
      if (failed) failed = failed.remove() && null;
      if (!here) {
        home = null;
        map.setView([found.view.lat, found.view.lon], found.view.zoom, { animate: false });
        home = viewOf();
      }
      draw(found.cells);
      if (JSON.stringify(found.place) !== JSON.stringify(place)) showPlace(place = found.place);
      tell({ drawn: { found: found.found, shown: found.shown } });
      showCounties().catch(() => {});
    } catch (error) {
      if (mine === latest && !failed) failed = message(map, error.message, true);
    } finally {
      document.documentElement.dataset.ready = "true";
    }
  };

  const unmark = () => { if (marked) marked.remove(); marked = null; };
  const mark = (spot) => {
    unmark();
    if (!spot) return;
    marked = L.marker([spot.lat, spot.lon], { icon: L.divIcon({ className: "here", iconSize: [26, 26] }), interactive: false, keyboard: false, zIndexOffset: 2000 })
      .bindTooltip(() => inTongue(element("span", spot.name), spot.name), { permanent: true, direction: "top", offset: [0, -12] }).addTo(map);
    if (spot.show && !map.getBounds().contains([spot.lat, spot.lon])) map.panTo([spot.lat, spot.lon], { animate: !CALM });
  };

  map.on("moveend", () => {
    if (home === null || viewOf() === home) return;
    home = viewOf();
    ask(true);
    const box = map.getBounds();
    tell({ moved: [box.getWest(), box.getSouth(), box.getEast(), box.getNorth()].map((each) => Number(each.toFixed(4))) });
  });

  // A sandboxed frame has no origin to compare: it believes the window around it and nobody else.
  addEventListener("message", (event) => {
    if (event.source !== parent || parent === window || typeof event.data !== "object" || !event.data) return;
    if (typeof event.data.query === "string") {
      query = event.data.query;
      map.closePopup();
      unmark();
      ask(Boolean(event.data.stay));
    } else if ("mark" in event.data) mark(event.data.mark);
    else if (event.data.fit) { map.invalidateSize({ animate: false }); ask(false); }
  });

  ask(false);
  outlines(map, options.outlines, STATE_LINE).then((layer) => {
    layer.eachLayer((each) => states.push({ code: each.feature.properties.state, box: each.getBounds() }));
    return showCounties();
  }).catch(() => {});
};
