// What lies over a gap map: outlines and patterns on the areas it marks, so that the colour below stays readable.
"use strict";

stemmap.gapOverlays = (map) => {
  const SVG = "http://www.w3.org/2000/svg";
  const INK = { hotspots: "#5b0f6b", poverty: "#17222f", rural: "#0a5c36" };
  const RINGS = { hotspots: { weight: 3, grows: 2.5 }, poverty: { weight: 2, grows: 5, dashArray: "1 4" }, rural: { weight: 1.6, grows: 7.5 } };
  const NAMES = Object.keys(INK);
  let layers = [];
  let marked = {}; // GEOIDs by overlay

  Object.assign(map.createPane("marks").style, { zIndex: 430, pointerEvents: "none" });

  // --- Patterns: dots for poverty, level lines for what is not metropolitan; hatching is oblique. ---
  const made = (tag, attributes) => {
    const element = document.createElementNS(SVG, tag);
    for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
    return element;
  };
  const holder = made("svg", { width: 0, height: 0, class: "away", "aria-hidden": "true", focusable: "false" });
  const pattern = (name, size, mark) => {
    const element = made("pattern", { id: `mark-${name}`, width: size, height: size, patternUnits: "userSpaceOnUse" });
    element.append(mark);
    holder.append(element);
  };
  pattern("poverty", 9, made("circle", { cx: 4.5, cy: 4.5, r: 1.5, fill: INK.poverty, stroke: "#fff", "stroke-width": 0.7 }));
  pattern("rural", 8, made("path", { d: "M0 4H8", stroke: INK.rural, "stroke-width": 1.2 }));
  document.body.append(holder);

  const tiles = {};
  const tile = (name) => {
    if (tiles[name]) return tiles[name];
    const canvas = Object.assign(document.createElement("canvas"), { width: 9, height: 9 });
    const pen = canvas.getContext("2d");
    Object.assign(pen, { fillStyle: INK[name], strokeStyle: INK[name], lineWidth: 1.2 });
    pen.beginPath();
    if (name === "poverty") { pen.arc(4.5, 4.5, 1.5, 0, 7); pen.fill(); } else { pen.moveTo(0, 4.5); pen.lineTo(9, 4.5); pen.stroke(); }
    return (tiles[name] = pen.createPattern(canvas, "repeat"));
  };

  const OUTLINES = [{ color: "#fff", weight: 6, opacity: 0.9 }, { color: INK.hotspots, weight: 3, opacity: 1 }];
  const stylesOf = (name, canvas) => (name === "hotspots" ? OUTLINES.map((each) => ({ ...each, fill: false }))
    : [{ stroke: false, fillColor: canvas ? tile(name) : `url(#mark-${name})`, fillOpacity: 1 }]);

  const rendererOf = (canvas) => (canvas ? L.canvas({ pane: "marks" }) : L.svg({ pane: "marks" }));

  const shapesOn = (features, style, canvas) => L.geoJSON({ type: "FeatureCollection", features }, { pane: "marks", interactive: false, style, smoothFactor: 0.4, renderer: rendererOf(canvas) });

  const parted = (features) => [features.filter((each) => each.geometry.type !== "Point"), features.filter((each) => each.geometry.type === "Point")];

  const ringsOn = (name, features, canvas, radius) => {
    const { grows, ...ring } = RINGS[name];
    const style = { ...ring, renderer: rendererOf(canvas), pane: "marks", interactive: false, color: INK[name], fill: false };
    return L.geoJSON({ type: "FeatureCollection", features }, { pointToLayer: (feature, where) => L.circleMarker(where, { ...style, radius: radius(feature.id) + grows }) });
  };

  // `features` are those of the map, `radius` gives that of the dot of an area.
  const show = (values, features, canvas, radius) => {
    layers.forEach((each) => each.remove());
    layers = [];
    marked = Object.fromEntries(NAMES.map((name) => [name, new Set((values.marks[name] || []).map((index) => values.geoid[index]))]));
    for (const name of NAMES.toReversed()) {
      const [shapes, points] = parted(features.filter((each) => marked[name].has(each.id)));
      if (shapes.length) for (const style of stylesOf(name, canvas)) layers.push(shapesOn(shapes, style, canvas).addTo(map));
      if (points.length) layers.push(ringsOn(name, points, canvas, radius).addTo(map));
    }
    document.documentElement.dataset.marks = NAMES.filter((name) => marked[name].size).join(" ");
  };

  const swatch = (name) => {
    const mark = made("svg", { width: 18, height: 18, "aria-hidden": "true" });
    if (name !== "hotspots") mark.append(made("rect", { x: 1, y: 1, width: 16, height: 16, fill: "#fef0d9" })); // as on an area
    mark.append(name === "hotspots" ? made("rect", { x: 2, y: 2, width: 14, height: 14, fill: "#fff", stroke: INK.hotspots, "stroke-width": 3 })
      : made("rect", { x: 1, y: 1, width: 16, height: 16, fill: `url(#mark-${name})`, stroke: "#8592a3" }));
    return mark;
  };

  const wordsOf = (values, geoid) => NAMES.filter((name) => marked[name] && marked[name].has(geoid)).map((name) => values.overLabels[name]);

  // For the map as a picture: `trace` lays the outline of a feature, `pen` draws it.
  const paint = (pen, features, trace) => {
    for (const name of NAMES.toReversed()) {
      for (const style of stylesOf(name, true)) {
        for (const feature of features.filter((each) => marked[name] && marked[name].has(each.id) && each.geometry.type !== "Point")) {
          trace(pen, feature.geometry);
          if (style.fill === false) { Object.assign(pen, { strokeStyle: style.color, lineWidth: style.weight }); pen.stroke(); }
          else { pen.fillStyle = style.fillColor; pen.fill("evenodd"); }
        }
      }
    }
  };

  return { NAMES, INK, show, swatch, wordsOf, paint };
};
