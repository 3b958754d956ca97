// Every kind of select: a field that filters a list, or asks the bot what fits what was typed.

import { h } from "./dom.js";
import { text } from "./mrkdwn.js";
import { changePopup, closePopup, isOpen, moved, openPopup, settle } from "./popups.js";
import { ask } from "./server.js";
import { ui, world } from "./store.js";
import { described, drafts, enter, nameOf, target, value } from "./values.js";

const PAUSE = 130; // milliseconds without a key before the bot is asked
const isMany = (element) => element.type.startsWith("multi_");
const kindOf = (element) => element.type.replace("multi_", "").replace("_select", "");
const takesIds = (element) => ["users", "conversations", "channels"].includes(kindOf(element));

export function combobox(shown, block, element, label) {
  const name = nameOf(shown, block, element);
  const chosen = chosenIn(shown, block, element);
  const open = isOpen(name);
  const use = { shown, block, element, name, chosen };
  return h("div", { class: "combo", "data-popup": true },
    isMany(element) ? h("div", { class: "chips" }, chosen.map((one) => chip(use, one))) : null,
    h("div", { class: "combo-box", "data-anchor": true }, field(use, label, open), h("span", { class: "combo-arrow", "aria-hidden": "true" }, "▾")),
    open ? list(use) : null);
}

function chosenIn(shown, block, element) {
  const entered = value(shown, block, element);
  const many = Array.isArray(entered) ? entered : entered ? [entered] : [];
  return many.map((one) => (typeof one === "string" ? { text: { type: "plain_text", text: idName(one) }, value: one } : one));
}

const idName = (id) => world.state.names[id] ?? (world.state.rooms[id] ? `#${world.state.rooms[id]}` : id);

function field(use, label, open) {
  const { element, chosen, name } = use;
  const current = isMany(element) ? "" : chosen[0]?.text.text ?? "";
  return h("input", {
    type: "text", role: "combobox", class: "input", autocomplete: "off", spellcheck: "false", "data-name": name,
    "data-first": element.focus_on_load ?? null, "aria-expanded": String(open), "aria-controls": open ? `${name}-list` : null, "aria-label": label || null,
    "aria-describedby": described(use.shown, use.block),
    "aria-autocomplete": "list", "aria-activedescendant": open ? `${name}-${ui.open.index}` : null,
    placeholder: isMany(element) && chosen.length ? "Add another" : element.placeholder?.text ?? "Choose an option",
    value: open ? ui.open.query : current,
    onclick: () => isOpen(name) || begin(use), oninput: (event) => type(use, event.target.value),
    onkeydown: (event) => press(use, event),
    onblur: (event) => event.relatedTarget?.closest("[data-popup]") || (isOpen(name) && closePopup()),
  });
}

function begin(use) {
  openPopup(use.name, { query: "", offers: listed(use.element), asking: false, index: 0 });
  seek(use, "");
}

function type(use, query) {
  if (isOpen(use.name)) changePopup({ query, index: 0 });
  else openPopup(use.name, { query, offers: listed(use.element), index: 0 });
  seek(use, query);
}

function listed(element) {
  const groups = (element.option_groups ?? []).flatMap((group) =>
    group.options.map((one) => ({ ...one, group: group.label.text })));
  return [...(element.options ?? []), ...groups];
}

let waiting;

function seek(use, query) {
  const { shown, element } = use;
  clearTimeout(waiting);
  if (takesIds(element) && !query) fetchInto(use, "places", {});
  if (kindOf(element) !== "external") return;
  if (query.length < (element.min_query_length ?? 3)) changePopup({ offers: [] });
  else waiting = setTimeout(() => fetchInto(use, "suggest", { typed: query, values: drafts(shown) }), query ? PAUSE : 0);
}

async function fetchInto(use, deed, more) {
  const { shown, block, element, name } = use;
  changePopup({ asking: true });
  const offers = (await ask(deed, { ...target(shown, block, element), ...more })) ?? [];
  const current = isOpen(name) && (deed === "places" || ui.open.query === more.typed);
  if (current) changePopup({ asking: false, offers: offers.flatMap(ungroup), index: 0 });
}

const ungroup = (one) => (one.options ? one.options.map((option) => ({ ...option, group: one.label.text })) : [one]);

function offersOf(use) {
  const { element } = use;
  const query = ui.open.query.toLowerCase();
  const taken = isMany(element) ? use.chosen.map((one) => one.value) : [];
  const fits = (one) => kindOf(element) === "external" || one.text.text.toLowerCase().includes(query);
  return ui.open.offers.filter((one) => fits(one) && !taken.includes(one.value));
}

function press(use, event) {
  const open = isOpen(use.name);
  if (!open) {
    if (["ArrowDown", "ArrowUp"].includes(event.key)) { event.preventDefault(); begin(use); }
    if (event.key === "Backspace" && isMany(use.element) && use.chosen.length) drop(use, use.chosen.at(-1));
    return;
  }
  const offers = offersOf(use);
  if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); closePopup(); return; }
  if (event.key === "Enter") { event.preventDefault(); if (offers[ui.open.index]) choose(use, offers[ui.open.index]); return; }
  if (event.key === "Tab") { closePopup(); return; }
  if (event.key === "Home" || event.key === "End") return;
  const index = moved(event, ui.open.index, offers.length);
  if (index !== undefined) changePopup({ index });
}

const strip = ({ group, ...option }) => option;

function choose(use, offer) {
  const { shown, block, element, chosen } = use;
  const one = takesIds(element) ? offer.value : strip(offer);
  const before = chosen.map((other) => (takesIds(element) ? other.value : other));
  closePopup();
  enter(shown, block, element, isMany(element) ? [...before, one] : one);
}

function drop(use, gone) {
  const { shown, block, element, chosen } = use;
  const rest = chosen.filter((one) => one.value !== gone.value).map((one) => (takesIds(element) ? one.value : one));
  enter(shown, block, element, rest);
}

function chip(use, one) {
  const name = one.text.text;
  return h("button", { key: one.value, type: "button", class: "chip", "aria-label": `Remove ${name}`, onclick: () => drop(use, one) },
    name, h("span", { "aria-hidden": "true" }, " ×"));
}

function list(use) {
  const offers = offersOf(use);
  const entries = offers.flatMap((one, index) => {
    const head = one.group && one.group !== offers[index - 1]?.group
      ? [h("li", { class: "group", role: "presentation" }, one.group)] : [];
    return [...head, entry(use, one, index)];
  });
  return h("ul", { class: "popup list", role: "listbox", id: `${use.name}-list`, "data-wide": true, shown: settle },
    entries.length ? entries : h("li", { class: "empty", role: "presentation" }, hint(use)));
}

function hint(use) {
  if (ui.open.asking) return "Looking…";
  const least = use.element.min_query_length ?? 3;
  const short = kindOf(use.element) === "external" && ui.open.query.length < least;
  return short ? `Type at least ${least} character${least > 1 ? "s" : ""}` : "Nothing fits";
}

function entry(use, one, index) {
  const active = index === ui.open.index;
  const picked = use.chosen.some((other) => other.value === one.value);
  return h("li", {
    role: "option", id: `${use.name}-${index}`, class: active ? "entry active" : "entry", "aria-selected": String(picked),
    onpointerdown: (event) => event.preventDefault(), onclick: () => choose(use, one),
    onpointermove: () => active || changePopup({ index }),
    shown: (node) => active && node.scrollIntoView({ block: "nearest" }),
  }, h("span", null, text(one.text)), one.description ? h("small", null, text(one.description)) : null);
}
