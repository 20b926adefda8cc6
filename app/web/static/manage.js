// What the pages for signed-in work gain with JavaScript: dropping files, progress. Everything works without it.
"use strict";

const words = (count) => count.toLocaleString("en-US");
const sendForm = document.getElementById("send");
const checking = document.getElementById("checking");

document.documentElement.classList.add("scripted");

const complain = (text) => {
  const box = document.getElementById("sendproblem");
  box.hidden = !text;
  box.textContent = text;
};

const idle = () => {
  document.getElementById("sending").hidden = true;
  sendForm.querySelector("button").disabled = false;
};

const tooLarge = (file) => file && file.size > Number(sendForm.dataset.mostBytes);

const showSent = (loaded, total) => {
  const bar = document.getElementById("sent");
  bar.value = total ? loaded / total : 0;
  const part = total ? Math.round((100 * loaded) / total) : 0;
  document.getElementById("sentwords").textContent = part < 100 ? `${part}%` : "Arrived, a moment …";
};

const problemOf = (request) => {
  try {
    return JSON.parse(request.responseText).detail;
  } catch {
    return "The file could not be sent. Check the connection and try again.";
  }
};

const send = (event) => {
  event.preventDefault();
  const file = document.getElementById("file").files[0];
  complain(tooLarge(file) ? `This file is too large: ${words(Math.floor(Number(sendForm.dataset.mostBytes) / 1048576))} MiB at most.` : "");
  if (tooLarge(file)) return;
  const request = new XMLHttpRequest();
  request.open("POST", sendForm.action);
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (each) => showSent(each.loaded, each.lengthComputable ? each.total : 0));
  request.addEventListener("load", () => {
    if (request.status === 201) return location.assign(JSON.parse(request.responseText).location);
    idle();
    return complain(problemOf(request));
  });
  request.addEventListener("error", () => { idle(); complain(problemOf(request)); });
  document.getElementById("sending").hidden = false;
  sendForm.querySelector("button").disabled = true;
  showSent(0, 1);
  request.send(new FormData(sendForm));
};

const takeDrops = () => {
  const zone = document.getElementById("drop");
  const over = (event) => { event.preventDefault(); zone.classList.add("over"); };
  for (const name of ["dragenter", "dragover"]) zone.addEventListener(name, over);
  zone.addEventListener("dragleave", () => zone.classList.remove("over"));
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    zone.classList.remove("over");
    if (event.dataTransfer.files.length) document.getElementById("file").files = event.dataTransfer.files;
  });
};

const LOOK_EVERY_MS = 700;

const look = async () => {
  try {
    const answer = await fetch(checking.dataset.progress, { headers: { Accept: "application/json" } });
    const state = await answer.json();
    if (!answer.ok || !state.checking) return location.replace(checking.dataset.next);
    document.getElementById("donewords").textContent = state.held ? "" : state.waiting ? "Waiting for its turn …" : `${words(state.rows)} rows read`;
  } catch {
    document.getElementById("donewords").textContent = "No connection; trying again …";
  }
  return setTimeout(look, LOOK_EVERY_MS);
};

if (sendForm) {
  sendForm.addEventListener("submit", send);
  takeDrops();
}
if (checking) setTimeout(look, 300);

const showKey = document.getElementById("showkey");
if (showKey) {
  showKey.addEventListener("click", () => {
    const key = document.getElementById("key");
    const shown = key.type === "password";
    key.type = shown ? "text" : "password";
    showKey.setAttribute("aria-pressed", String(shown));
  });
}

// Choices that were not checked yet are kept for this tab until they are sent and taken; whoever leaves the upload with
// them is asked first.
const draftForms = [...document.querySelectorAll("form[data-draft]")];
const upload = document.querySelector("[data-upload]");
const draftName = (form) => `draft:${new URL(form.action).pathname}`;
const fieldsOf = (form) => [...form.elements].filter((each) => each.name && each.type !== "hidden");
const givenAtFirst = (field) => {
  if (field.tagName !== "SELECT") return field.defaultValue;
  return ([...field.options].find((each) => each.defaultSelected) || field.options[0]).value;
};
const changedOf = (form) => fieldsOf(form).filter((each) => each.value !== givenAtFirst(each));
let leavingIsFine = false;

const choices = (count) => `${words(count)} ${count === 1 ? "choice is" : "choices are"} not checked yet.`;

const keepDraft = (form) => {
  const changed = changedOf(form);
  if (changed.length) sessionStorage.setItem(draftName(form), JSON.stringify(changed.map((each) => [each.name, each.value])));
  else sessionStorage.removeItem(draftName(form));
  const box = form.querySelector(".unsaved");
  box.hidden = !changed.length;
  box.textContent = choices(changed.length);
};

const takeUpDraft = (form) => {
  const kept = new Map(JSON.parse(sessionStorage.getItem(draftName(form)) || "[]"));
  for (const field of fieldsOf(form)) if (kept.has(field.name)) field.value = kept.get(field.name);
  keepDraft(form);
  form.addEventListener("input", () => keepDraft(form));
  form.addEventListener("submit", () => {
    leavingIsFine = true;
    sessionStorage.setItem(`sent:${new URL(form.action).pathname}`, "yes");
  });
};

// What was sent is done with, unless the page that follows says what stands in the way.
const forgetSent = () => {
  for (const name of Object.keys(sessionStorage).filter((each) => each.startsWith("sent:"))) {
    sessionStorage.removeItem(name);
    if (!document.querySelector("[role=alert]:not([hidden])")) sessionStorage.removeItem(name.replace("sent:", "draft:"));
  }
};

// On the other sides of the upload: where choices wait.
const sayWhatWaits = () => {
  const sides = { columns: ["columns", "Columns"], values: ["findings", "Findings"] };
  for (const [action, [side, label]] of Object.entries(sides)) {
    const name = `draft:${upload.dataset.upload}/${action}`;
    if (!sessionStorage.getItem(name) || draftForms.some((form) => draftName(form) === name)) continue;
    const box = document.getElementById("waiting");
    const link = document.createElement("a");
    link.href = `${upload.dataset.upload}/${side}`;
    link.textContent = label;
    box.append(`${choices(JSON.parse(sessionStorage.getItem(name)).length)} Go back to `, link, ". ");
    box.hidden = false;
  }
};

if (upload) {
  forgetSent();
  draftForms.forEach(takeUpDraft);
  sayWhatWaits();
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (link) leavingIsFine = new URL(link.href).pathname.startsWith(upload.dataset.upload);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!leavingIsFine && draftForms.some((form) => changedOf(form).length)) event.preventDefault();
  });
}

// A form that takes a while says so, and is sent once.
for (const form of document.querySelectorAll("form[data-busy]")) {
  form.addEventListener("submit", () => {
    for (const button of form.querySelectorAll("button")) button.disabled = true;
    form.querySelector("button").textContent = form.dataset.busy;
  });
}
window.addEventListener("pageshow", (event) => {
  if (!event.persisted) return;
  leavingIsFine = true;
  location.reload();
});
