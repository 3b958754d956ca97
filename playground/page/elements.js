// What people press, choose from and type into.

import { combobox } from "./combobox.js";
import { h } from "./dom.js";
import { text } from "./mrkdwn.js";
import { closePopup, isOpen, moved, openPopup, settle } from "./popups.js";
import { ask } from "./server.js";
import { remember, ui, update } from "./store.js";
import { fromLocal, toLocal } from "./time.js";
import { described, drafts, enter, nameOf, target, value } from "./values.js";

// label names the element for those who do not see what stands beside it; id ties it to a visible <label>.
export function element(shown, block, one, label = "", id = null) {
  if (one.type === "button") return button(shown, block, one);
  if (one.type === "overflow") return overflow(shown, block, one, label);
  if (one.type.endsWith("_select")) return combobox(shown, block, one, label || one.placeholder?.text || "Choose");
  if (one.type === "radio_buttons" || one.type === "checkboxes") return choices(shown, block, one, label);
  if (one.type === "image") return h("span", { class: "picture", role: "img", "aria-label": one.alt_text }, one.alt_text);
  return field(shown, block, one, label, id);
}

// Do something now, or after the question that belongs to it.
function asked(one, go) {
  if (one.confirm) update({ dialog: { confirm: one.confirm, go }, open: null });
  else go();
}

function button(shown, block, one) {
  const name = nameOf(shown, block, one);
  const busy = ui.busy.has(name);
  const press = () => {
    if (one.url && /^https?:/i.test(one.url)) window.open(one.url, "_blank", "noopener");
    ask("press", { ...target(shown, block, one), values: drafts(shown) }, name);
  };
  return h("button", {
    key: name, type: "button", "data-name": name, class: `button ${one.style ?? ""}`, "aria-label": one.accessibility_label ?? null,
    "aria-busy": busy ? "true" : null, onclick: busy ? null : () => asked(one, press),
  }, text(one.text));
}

function overflow(shown, block, one, label) {
  const name = nameOf(shown, block, one);
  const open = isOpen(name);
  return h("div", { key: name, class: "overflow", "data-popup": true },
    h("button", {
      type: "button", class: "icon-button", "data-anchor": true, "data-name": name, "aria-haspopup": "menu", "aria-expanded": String(open),
      "aria-label": label ? `More actions: ${label}` : "More actions", "aria-busy": ui.busy.has(name) ? "true" : null,
      onclick: () => (open ? closePopup() : openPopup(name)),
      onkeydown: (event) => { if (event.key === "ArrowDown" && !open) { event.preventDefault(); openPopup(name); } },
    }, "⋯"),
    open ? menu(shown, block, one, name) : null);
}

function menu(shown, block, one, name) {
  const back = (node) => node.closest(".overflow").querySelector("button").focus();
  const choose = (option, node) => {
    back(node);
    closePopup();
    asked(one, () => ask("choose", { ...target(shown, block, one), value: option.value, values: drafts(shown) }, name));
  };
  const keys = (event) => {
    const items = [...event.currentTarget.querySelectorAll("[role=menuitem]")];
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); back(event.currentTarget); closePopup(); }
    if (event.key === "Tab") closePopup();
    const index = moved(event, items.indexOf(document.activeElement), items.length);
    if (index !== undefined) items[index].focus();
  };
  return h("div", {
    class: "popup menu", role: "menu", "data-end": true, onkeydown: keys, shown: settle,
    made: (node) => { settle(node); node.querySelector("[role=menuitem]").focus(); },
  }, one.options.map((option) => h("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: "entry", onclick: (event) => choose(option, event.currentTarget),
  }, h("span", null, text(option.text)), option.description ? h("small", null, text(option.description)) : null)));
}

function choices(shown, block, one, label) {
  const many = one.type === "checkboxes";
  const now = value(shown, block, one);
  const chosen = (many ? now ?? [] : now ? [now] : []).map((option) => option.value);
  const name = nameOf(shown, block, one);
  const pick = (option, on) => {
    if (!many) return enter(shown, block, one, option).then(update);
    const wanted = one.options.filter((other) => (other === option ? on : chosen.includes(other.value)));
    return enter(shown, block, one, wanted).then(update);
  };
  return h("div", { class: "choices", role: many ? "group" : "radiogroup", "aria-label": label || null, "aria-describedby": described(shown, block) },
    one.options.map((option, index) => h("label", { key: `${name}-${index}`, class: "choice" },
      h("input", {
        type: many ? "checkbox" : "radio", name, "data-name": `${name}-${index}`, checked: chosen.includes(option.value),
        onchange: (event) => { pick(option, event.target.checked); update(); },
      }),
      h("span", null, h("span", { class: "choice-text" }, text(option.text)),
        option.description ? h("small", null, text(option.description)) : null))));
}

const KINDS = {
  datepicker: { type: "date" }, timepicker: { type: "time" }, datetimepicker: { type: "datetime-local" },
  number_input: { type: "text", inputmode: "decimal" }, email_text_input: { type: "text", inputmode: "email" },
  url_text_input: { type: "text", inputmode: "url" }, plain_text_input: { type: "text" },
};

function field(shown, block, one, label, id) {
  const moment = one.type === "datetimepicker";
  const now = value(shown, block, one);
  const name = nameOf(shown, block, one);
  const read = (node) => (moment ? fromLocal(node.value) : node.value || null);
  const send = (node) => enter(shown, block, one, read(node));
  const often = block.dispatch_action && one.dispatch_action_config?.trigger_actions_on?.includes("on_character_entered");
  const picks = ["datepicker", "timepicker", "datetimepicker"].includes(one.type);
  const keep = (event) => {
    remember(name, read(event.target));
    if (often) send(event.target);
    update();
  };
  const node = h(one.multiline ? "textarea" : "input", {
    key: name, "data-name": name, ...(one.multiline ? { rows: "4" } : KINDS[one.type] ?? KINDS.plain_text_input), id, class: "input", autocomplete: "off",
    "aria-label": id ? null : label || one.placeholder?.text || null, placeholder: one.placeholder?.text ?? null,
    maxlength: one.max_length ?? null, value: (moment ? toLocal(now) : now) ?? "",
    "aria-invalid": shown.errors?.[block.block_id] ? "true" : null,
    "aria-describedby": described(shown, block),
    oninput: keep, onchange: (event) => picks && send(event.target),
    onkeydown: (event) => {
      if (event.key === "Enter" && !one.multiline && block.dispatch_action) { event.preventDefault(); send(event.target); }
    },
    "data-first": one.focus_on_load ?? null,
  });
  const beside = picks && block.type !== "input" && one.placeholder?.text;
  return beside ? h("span", { key: `${name}-hinted`, class: "hinted" }, h("span", { class: "small", "aria-hidden": "true" }, beside), node) : node;
}
