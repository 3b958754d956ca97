// Block Kit, drawn.

import { h } from "./dom.js";
import { element } from "./elements.js";
import { emoji } from "./emoji.js";
import { link, mrkdwn, person, text } from "./mrkdwn.js";
import { world } from "./store.js";
import { formatDate } from "./time.js";
import { domId } from "./values.js";

export function blocks(shown) {
  return shown.blocks.map((block) => {
    const make = KINDS[block.type];
    const inside = make ? make(shown, block) : unknown(block);
    return h("div", { key: block.block_id, class: `block is-${block.type}` }, inside);
  });
}

const words = (object) => (object?.text ?? "").replace(/[*_~`]|<[^>]*>/g, "").split("\n")[0].slice(0, 80);

const KINDS = {
  section: (shown, block) => [
    h("div", { class: "section-text" },
      block.text ? h("div", { class: "text" }, text(block.text)) : null,
      block.fields ? h("div", { class: "fields" }, block.fields.map((one) => h("div", { class: "text" }, text(one)))) : null),
    block.accessory ? h("div", { class: "accessory" }, element(shown, block, block.accessory, words(block.text))) : null,
  ],
  header: (shown, block) => h(world.state.modals.some((view) => view.id === shown.id) ? "h3" : "h2", null, text(block.text)),
  divider: () => h("hr"),
  context: (_shown, block) => block.elements.map((one) => h("span", { class: "small" },
    one.type === "image" ? `[${one.alt_text}]` : text(one))),
  actions: (shown, block) => block.elements.map((one) => element(shown, block, one)),
  input: (shown, block) => input(shown, block),
  image: (_shown, block) => picture(block),
  markdown: (_shown, block) => h("div", { class: "text" }, mrkdwn(block.text.replace(/\*\*(.+?)\*\*/g, "*$1*").replace(/^#+ (.*)$/gm, "*$1*"))),
  rich_text: (_shown, block) => block.elements.map(rich),
  table: (_shown, block) => table(block),
  alert: (_shown, block) => h("div", { class: `alert-box ${block.level ?? "default"}`, role: "note" },
    h("span", { class: "alert-mark", "aria-hidden": "true" }, MARKS[block.level] ?? "ℹ"), h("div", { class: "text" }, text(block.text))),
};

const MARKS = { warning: "!", error: "✕", success: "✓", info: "ℹ" };

function unknown(block) {
  return h("p", { class: "small" }, `This playground does not draw “${block.type}” blocks.`);
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
    block.hint ? h("p", { class: "small" }, text(block.hint)) : null,
  ];
}

function picture(block) {
  const title = block.title ? h("figcaption", null, text(block.title)) : null;
  const shown = block.image_url?.startsWith("data:image/") ? h("img", { src: block.image_url, alt: block.alt_text })
    : h("span", { class: "picture", role: "img", "aria-label": block.alt_text }, block.alt_text);
  return h("figure", null, title, shown);
}

function table(block) {
  const [head, ...rest] = block.rows;
  const align = (index) => `align-${block.column_settings?.[index]?.align ?? "left"}`;
  const cell = (tag) => (one, index) => h(tag, { class: align(index), scope: tag === "th" ? "col" : null },
    one.type === "rich_text" ? one.elements.map(rich) : one.text ?? String(one.value));
  return h("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": "Table" }, h("table", null,
    h("thead", null, h("tr", null, head.map(cell("th")))),
    h("tbody", null, rest.map((row) => h("tr", null, row.map(cell("td")))))));
}

function rich(part) {
  if (part.type === "rich_text_list") {
    return h(part.style === "ordered" ? "ol" : "ul", { class: `indent-${Math.min(part.indent ?? 0, 4)}` },
      part.elements.map((one) => h("li", null, one.elements.map(piece))));
  }
  const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[part.type] ?? "div";
  return h(tag, { class: tag === "pre" ? "code" : "text" }, part.elements.map(piece));
}

function piece(one) {
  const plain = {
    text: () => one.text.split("\n").flatMap((line, index) => (index ? [h("br"), line] : [line])),
    link: () => link(one.url, one.text ?? one.url), emoji: () => emoji(one.name), user: () => person(one.user_id),
    channel: () => h("span", { class: "mention" }, `#${world.state.rooms[one.channel_id] ?? "private"}`),
    broadcast: () => h("span", { class: "mention" }, `@${one.range}`), date: () => formatDate(one.timestamp, one.format),
  }[one.type]?.() ?? "";
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).reduce((inside, [style, tag]) => (one.style?.[style] ? h(tag, null, inside) : inside), plain);
}
