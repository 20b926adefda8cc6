// Shows a page of the STEM asset map where this script stands:
//   <script src="https://…/embed.js" data-view="states/WY" data-title="STEM programs in Wyoming" async></script>
// data-partner, data-lang, data-show="map" and data-height (pixels; else as tall as the page) are optional.
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script) return;
  const { view, title, partner, lang, show, height } = script.dataset;
  const base = new URL("embed/", script.src);
  const address = new URL(view || "search", base);
  if (!address.href.startsWith(base.href)) return;
  for (const [name, text] of Object.entries({ partner, lang, show })) if (text) address.searchParams.set(name, text);

  const frame = document.createElement("iframe");
  const id = `stemmap-${document.querySelectorAll("iframe[name^='stemmap-']").length + 1}`;
  frame.name = id; // the page in it says it with its height
  frame.title = title || "STEM asset map";
  frame.loading = "lazy";
  frame.src = address.href;
  frame.allow = "geolocation; clipboard-write";
  frame.style.cssText = `display:block;width:100%;border:0;height:${parseInt(height, 10) || 480}px`;

  // The frame's page says how tall it is; only it is believed.
  if (!height) addEventListener("message", ({ origin, source, data }) => {
    if (origin !== base.origin || source !== frame.contentWindow || !data || data.stemmap !== "height" || data.id !== id) return;
    if (data.px > 0 && data.px < 100000) frame.style.height = `${Math.ceil(data.px)}px`;
  });

  // Another page in the frame begins at its top.
  let loaded = false;
  frame.addEventListener("load", () => {
    if (loaded && frame.getBoundingClientRect().top < 0) frame.scrollIntoView();
    loaded = true;
  });
  script.after(frame);
})();
