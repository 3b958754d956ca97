// The modal on top, and the question that may stand before it.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { text } from "./mrkdwn.js";
import { ask } from "./server.js";
import { ui, update, world } from "./store.js";
import { drafts } from "./values.js";

export function layers() {
  const stack = world.state.modals;
  const view = stack.at(-1);
  return [view ? modal(view, stack.length) : null, ui.dialog ? question(ui.dialog) : null];
}

const focused = new Map(); // view → the element that had the focus when it was last on top

function noteFocus(view, event) {
  const name = event.target.dataset.name;
  if (name) focused.set(view.id, name);
}

// Where one was, else where the bot or the form begins; the first button of a list would only surprise.
function focusIn(form, view) {
  requestAnimationFrame(() => {
    const named = [...form.querySelectorAll("[data-name]")].find((node) => node.dataset.name === focused.get(view.id));
    const first = form.querySelector("[data-first]") ?? (view.submit && form.querySelector(".modal-body :is(input, textarea)"));
    (named ?? (first || form.querySelector(".modal-body"))).focus();
  });
}

const showModal = (node) => node.isConnected && !node.open && node.showModal();

function modal(view, depth) {
  const busy = ui.busy.has(view.id);
  const closing = `close ${view.id}`;
  const close = (everything) => ui.busy.has(closing) || ask("close", { shown: view.id, everything }, closing);
  const submit = (event) => {
    event.preventDefault();
    if (view.submit && !busy) ask("submit", { shown: view.id, values: drafts(view) }, view.id).then(showFirstError);
  };
  const closeName = view.close ? text(view.close) : depth > 1 ? "Back" : view.submit ? "Cancel" : "Close";
  return h("dialog", {
    key: "modal", class: "modal", "aria-labelledby": "modal-title", made: showModal,
    oncancel: (event) => { event.preventDefault(); close(false); },
    onclose: (event) => { if (world.state.modals.length) showModal(event.currentTarget); },
  },
  h("form", { key: view.id, class: "modal-frame", onsubmit: submit, novalidate: true, made: (node) => { node.addEventListener("focusin", (event) => noteFocus(view, event)); focusIn(node, view); } },
    h("header", { class: "modal-head" },
      depth > 1 ? h("button", { type: "button", class: "icon-button", "aria-label": "Back", onclick: () => close(false) }, "←") : null,
      h("h2", { id: "modal-title" }, text(view.title)),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close all", onclick: () => close(true) }, "×")),
    h("div", { class: "modal-body", tabindex: "-1" },
      view.trouble ? h("p", { class: "trouble", role: "alert" }, view.trouble) : null,
      blocks(view)),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "button", onclick: () => close(false) }, closeName),
      view.submit ? h("button", { type: "submit", class: "button primary", "aria-busy": busy ? "true" : null }, text(view.submit)) : null)));
}

function showFirstError() {
  requestAnimationFrame(() => {
    const wrong = document.querySelector(".modal [aria-invalid=true], .modal .field-error");
    wrong?.scrollIntoView({ block: "nearest" });
    wrong?.focus?.();
  });
}

function question({ confirm, go }) {
  const answer = (yes) => { update({ dialog: null }); if (yes) go(); };
  return h("dialog", {
    key: "question", class: "modal question", role: "alertdialog", "aria-labelledby": "question-title", "aria-describedby": "question-text",
    made: showModal, oncancel: (event) => { event.preventDefault(); answer(false); },
  }, h("div", { class: "modal-frame" },
    h("header", { class: "modal-head" }, h("h2", { id: "question-title" }, text(confirm.title))),
    h("div", { class: "modal-body", id: "question-text" }, h("div", { class: "text" }, text(confirm.text))),
    h("footer", { class: "modal-foot" },
      h("button", { type: "button", class: "button", onclick: () => answer(false) }, text(confirm.deny)),
      h("button", { type: "button", class: `button ${confirm.style ?? "primary"}`, onclick: () => answer(true) }, text(confirm.confirm)))));
}
