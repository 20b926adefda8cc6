// A page in a frame says how tall it is, so that embed.js of the page around can fit the frame. Around it may be any
// site; what is said is a number. On /embed it is the page around: its example grows in the same way.
"use strict";

(() => {
  const example = document.querySelector("iframe.example");
  if (example) {
    addEventListener("message", ({ origin, source, data }) => {
      if (origin === location.origin && source === example.contentWindow && data && data.stemmap === "height" && data.px > 0) example.style.height = `${Math.ceil(data.px)}px`;
    });
    return;
  }
  if (parent === window) return;
  // There is no bottom of a screen to keep it at.
  const turn = document.querySelector(".turn");
  if (turn) document.querySelector(".panes").before(turn);
  let said = 0;
  const say = () => {
    const px = Math.ceil(document.body.getBoundingClientRect().height);
    if (px === said) return;
    said = px;
    parent.postMessage({ stemmap: "height", px, id: window.name }, "*");
  };
  new ResizeObserver(say).observe(document.body);
  say();
})();
