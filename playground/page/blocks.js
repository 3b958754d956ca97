// Block Kit, drawn.

import { h, wordsOf } from "./dom.js";
import { element } from "./elements.js";
import { chart, dataTable, table } from "./figures.js";
import { text } from "./mrkdwn.js";
import { rich } from "./rich.js";
import { world } from "./store.js";
import { domId } from "./values.js";

export function blocks(shown) {
  return shown.blocks.map((block) => h("div", { key: block.block_id, class: `block is-${block.type}` }, KINDS[block.type](shown, block)));
}

const firstLine = (object) => wordsOf(text(object)).split("\n")[0].slice(0, 80);

const KINDS = {
  section: (shown, block) => [
    h("div", { class: "section-text" },
      block.text ? h("div", { class: "text" }, text(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((one) => h("div", { class: "text" }, text(one)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(shown, block, block.accessory, firstLine(block.text))) : null,
  ],
  header: (shown, block) => h(world.state.modals.some((view) => view.id === shown.id) ? "h3" : "h2", null, text(block.text)),
  divider: () => h("hr"),
  context: (_shown, block) => block.elements.map((one) => h("span", { class: "small" },
    one.type === "image" ? `[${one.alt_text}]` : text(one))),
  actions: (shown, block) => block.elements.map((one) => element(shown, block, one)),
  input: (shown, block) => input(shown, block),
  image: (_shown, block) => picture(block),
  rich_text: (_shown, block) => block.elements.map(rich),
  table: (_shown, block) => table(block),
  data_table: (_shown, block) => dataTable(block),
  data_visualization: (_shown, block) => chart(block),
  alert: (_shown, block) => alert(block),
};

const LEVELS = { info: ["ℹ", "Info: "], warning: ["!", "Warning: "], error: ["✕", "Error: "], success: ["✓", "Success: "] };

function alert(block) {
  const [mark, level] = LEVELS[block.level] ?? ["ℹ", ""];
  return h("div", { class: `alert-box ${block.level ?? "default"}`, role: "note" }, h("span", { class: "alert-mark", "aria-hidden": "true" }, mark),
    h("div", { class: "text" }, level ? h("span", { class: "unseen" }, level) : null, text(block.text)));
}

function input(shown, block) {
  const id = domId(shown, block);
  const error = shown.errors?.[block.block_id];
  const label = block.label.text;
  const grouped = ["radio_buttons", "checkboxes"].includes(block.element.type) || block.element.type.endsWith("_select");
  const head = [text(block.label), block.optional ? h("span", { class: "optional" }, " (optional)") : null];
  return [
    grouped ? h("div", { class: "label" }, head) : h("label", { class: "label", for: id }, head),
    element(shown, block, block.element, grouped ? label : "", grouped ? null : id),
    error ? h("p", { class: "field-error", id: `${id}-error`, role: "alert" }, error) : null,
    block.hint ? h("p", { class: "small", id: `${id}-hint` }, text(block.hint)) : null,
  ];
}

function picture(block) {
  const title = block.title ? h("figcaption", null, text(block.title)) : null;
  const shown = block.image_url?.startsWith("data:image/") ? h("img", { src: block.image_url, alt: block.alt_text })
    : h("span", { class: "picture", role: "img", "aria-label": block.alt_text }, block.alt_text);
  return h("figure", null, title, shown);
}
