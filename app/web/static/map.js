// Layers of our maps. Runs in a sandboxed frame; data comes by fetch and reaches the page as text, never as HTML.
"use strict";

const stemmap = (() => {
  const MILE_M = 1609.344;
  const number = (value) => Math.round(value).toLocaleString("en-US");
  const miles = (metres) => (metres / MILE_M).toLocaleString("en-US", { maximumFractionDigits: metres < 16093 ? 1 : 0 });
  const percent = (share) => `${Math.round(100 * share)}%`;

  const element = (tag, text, className) => {
    const made = document.createElement(tag);
    if (text !== undefined) made.textContent = text;
    if (className) made.className = className;
    return made;
  };

  // The page around says whether it is light or dark; a sandboxed frame has no origin to compare, only a parent.
  addEventListener("message", ({ source, data }) => {
    if (source !== parent || parent === window || typeof data !== "object" || !data) return;
    if (["auto", "light", "dark"].includes(data.theme)) document.documentElement.dataset.theme = data.theme;
  });

  const swatch = (color, round) => {
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const shape = document.createElementNS("http://www.w3.org/2000/svg", round ? "circle" : "rect");
    for (const [name, value] of Object.entries({ width: 16, height: 16, "aria-hidden": "true" })) svg.setAttribute(name, value);
    const sizes = round ? { cx: 8, cy: 8, r: 5, stroke: "#fff" } : { width: 16, height: 16, stroke: "#8592a3" };
    for (const [name, value] of Object.entries(sizes)) shape.setAttribute(name, value);
    shape.setAttribute("fill", color);
    svg.append(shape);
    return svg;
  };

  const message = (map, text, isError) => {
    const control = L.control({ position: "topright" });
    control.onAdd = () => {
      const box = element("div", text, isError ? "message error" : "message");
      box.setAttribute("role", isError ? "alert" : "status");
      return box;
    };
    return control.addTo(map);
  };

  const load = async (url) => {
    const answer = await fetch(url, { credentials: "omit" });
    if (answer.ok) return answer.json();
    const problem = await answer.json().catch(() => ({}));
    throw new Error(problem.detail || `The server answered ${answer.status}.`);
  };

  const outlines = async (map, url, style, named) => {
    const onEachFeature = (feature, layer) => {
      if (!named) return;
      const name = () => element("span", feature.properties.name);
      layer.bindTooltip(name, { permanent: true, direction: "center", className: "place", opacity: 1 });
    };
    return L.geoJSON(await load(url), { interactive: false, style, pane: "outlines", onEachFeature }).addTo(map);
  };

  const panes = (map) => {
    map.attributionControl.setPrefix("Leaflet"); // its own prefix is a link to another site
    for (const [name, order] of [["outlines", 420], ["dots", 450]]) {
      map.createPane(name).style.zIndex = order;
    }
    map.getPane("outlines").style.pointerEvents = "none";
  };

  const CALM = matchMedia("(prefers-reduced-motion: reduce)").matches;
  const STATE_LINE = { color: "#46566a", weight: 1.4, fill: false };
  const COUNTY_LINE = { color: "#8592a3", weight: 0.6, fill: false };

  const legendItem = (mark, label) => {
    const item = element("li");
    item.append(mark, element("span", label));
    return item;
  };

  const PRECISION = { postal_code: _("Shown at the center of its ZIP area"), city: _("Shown at the center of its town"), county: _("Shown at the center of its county") };

  const pointCard = (options, point) => {
    const card = element("div", undefined, "card");
    card.append(inTongue(element("strong", point.name), point.name));
    const place = [point.city, point.state].filter(Boolean).join(", ");
    card.append(element("span", [options.subtypes[point.subtype] || point.subtype, place].filter(Boolean).join(" · ")));
    if (PRECISION[point.location_precision]) card.append(element("span", PRECISION[point.location_precision], "small"));
    return card;
  };

  const popupOf = (options, feature) => {
    const card = pointCard(options, feature.properties);
    const link = element("a", _("All about it"));
    link.href = `/assets/${encodeURIComponent(feature.id)}`;
    link.target = parent === top ? "_top" : "_blank"; // the page of another site stays
    card.append(link);
    return card;
  };

  const guarded = async (map, work) => {
    const waiting = message(map, _("Loading…"));
    try {
      await work();
    } catch (error) {
      message(map, error.message, true);
    } finally {
      waiting.remove();
      document.documentElement.dataset.ready = "true";
    }
  };

  // The box around all areas. The Aleutians cross the antimeridian: what lies east of it is left out, so that the
  // box is not the whole world.
  const extent = (collection) => {
    const found = [];
    const walk = (part) => {
      if (typeof part[0] === "number") found.push(part);
      else part.forEach(walk);
    };
    for (const { geometry } of collection.features) if (geometry) walk(geometry.coordinates);
    const western = found.filter(([lon]) => lon < 0);
    return L.latLngBounds((western.length ? western : found).map(([lon, lat]) => [lat, lon]));
  };

  // Rows of an upload: the shape says how exactly a place is known, the ring that there is a remark.
  const ROW_SHAPES = [
    ["exact", ["exact", "street"], "Point or street address"],
    ["zip", ["postal_code"], "Center of a ZIP area"],
    ["town", ["city"], "Center of a town"],
    ["wide", ["county", "state"], "Center of a county or state"],
  ];
  const shapeOf = (precision) => (ROW_SHAPES.find(([, precisions]) => precisions.includes(precision)) || ROW_SHAPES[3])[0];

  const rowMark = (shape, remark) => element("span", undefined, `row ${shape}${remark ? " remark" : ""}`);

  const rowIcon = ({ precision, worst }) => {
    const mark = rowMark(shapeOf(precision), worst);
    return L.divIcon({ html: mark, className: "rowicon", iconSize: [22, 22] });
  };

  const rowCard = (options, row) => {
    const card = element("div", undefined, "card");
    card.append(element("strong", row.name), element("span", `Row ${number(row.row)} · ${row.action}`));
    card.append(element("span", options.precisions[row.precision] || row.precision, "small"));
    if (row.worst) card.append(element("span", "There is a remark about this row", "small"));
    return card;
  };

  const rowLegend = (map, points) => {
    const box = element("section", undefined, "legend");
    box.setAttribute("aria-label", "Legend");
    const list = element("ul");
    const used = new Set(points.map(({ properties }) => shapeOf(properties.precision)));
    for (const [shape, , label] of ROW_SHAPES) if (used.has(shape)) list.append(legendItem(rowMark(shape, false), label));
    if (points.some(({ properties }) => properties.worst)) list.append(legendItem(rowMark("exact", true), "Orange ring: with a remark"));
    box.append(list);
    document.body.append(box);
    map.invalidateSize();
  };

  const rowGroup = (cluster) => {
    const count = cluster.getChildCount();
    const label = element("span", number(count));
    label.append(element("span", " rows: come closer", "away"));
    return L.divIcon({ html: label, className: "cluster", iconSize: count < 100 ? [32, 32] : [40, 40] });
  };

  const upload = (map, options) => {
    panes(map);
    guarded(map, async () => {
      const points = await load(options.points);
      rowLegend(map, points.features);
      const groups = L.markerClusterGroup({ iconCreateFunction: rowGroup, maxClusterRadius: 36, animate: !CALM, showCoverageOnHover: false });
      const rows = L.geoJSON(points, {
        pointToLayer: ({ properties }, at) => L.marker(at, { icon: rowIcon(properties), title: properties.name, alt: `${properties.name}, row ${properties.row}` })
          .bindPopup(() => rowCard(options, properties)),
      });
      if (rows.getLayers().length) map.fitBounds(rows.getBounds(), { padding: [30, 30], maxZoom: 10, animate: false });
      groups.addLayer(rows).addTo(map);
      await Promise.all(options.outlines.map((url) => outlines(map, url, STATE_LINE)));
      const counties = options.counties && await outlines(map, options.counties, COUNTY_LINE);
      if (!points.features.length) {
        message(map, "No row has a place");
        if (counties && counties.getLayers().length) map.fitBounds(extent(counties.toGeoJSON()), { padding: [12, 12], animate: false });
      }
      if (points.truncated) message(map, `The first ${number(points.features.length)} rows with a place`);
    });
  };

  return {
    upload,
    parts: { CALM, STATE_LINE, COUNTY_LINE, element, extent, guarded, legendItem, load, message, miles, number, outlines, panes, percent, pointCard, popupOf, swatch },
  };
})();
