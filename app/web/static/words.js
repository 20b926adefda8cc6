// Words of our scripts in the language of the page, and its numbers. Loaded before every other script of ours.
// English is the message itself; other languages bring /words/<language>.js.
"use strict";

const LANGUAGE = document.documentElement.lang || "en";
const LOCALE = `${LANGUAGE}-US`;

// Names are as a state sent them, in English mostly, whatever the page is: said to screen readers. The same rule as
// app/language/tongues.py, of names alone.
const SPANISH = /(^|[^\p{L}])(y|en|con|del|para|por|una?|museo|centro|escuela|biblioteca|programa|campamento|ciencias?|universidad|colegio|taller)(?![\p{L}])/iu;
const inTongue = (element, text) => {
  const tongue = SPANISH.test(text) ? "es" : "en";
  if (tongue !== LANGUAGE) element.lang = tongue;
  return element;
};

const filled = (text, values) => text.replace(/%\((\w+)\)[sd]|%%/g, (found, name) => (name ? String(values[name]) : "%"));

// `_("%(n)s programs", { n: 3 })`; without values a percent sign is just that.
const _ = (message, values) => {
  const text = (globalThis.stemmapWords || {})[message] || message;
  return values ? filled(text, values) : text;
};

// `ngettext("%(n)s program", "%(n)s programs", 3, { n: "3" })`: one form and another, as English has them.
const ngettext = (one, many, number, values) => {
  const forms = (globalThis.stemmapWords || {})[one] || [one, many];
  return filled(forms[number === 1 ? 0 : forms.length - 1], values || {});
};
