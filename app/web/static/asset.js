// What the page of an asset gains with JavaScript: its address copied, and printed with one button.
"use strict";

const copyLink = document.getElementById("copylink");
const printIt = document.getElementById("printit");

if (copyLink && navigator.clipboard) {
  copyLink.hidden = false;
  copyLink.addEventListener("click", async () => {
    const said = document.getElementById("copied");
    try {
      await navigator.clipboard.writeText(copyLink.dataset.address);
      said.textContent = copyLink.dataset.done;
    } catch {
      said.textContent = copyLink.dataset.failed;
    }
  });
}
if (printIt) {
  printIt.hidden = false;
  printIt.addEventListener("click", () => print());
}
