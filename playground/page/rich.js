// Rich text: bold and literal at once.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { lines, link, person } from "./mrkdwn.js";
import { world } from "./store.js";
import { formatDate } from "./time.js";

export function rich(part) {
  if (part.type === "rich_text_list") return list(part);
  const tag = { rich_text_preformatted: "pre", rich_text_quote: "blockquote" }[part.type] ?? "div";
  return h(tag, { class: tag === "pre" ? "code" : "text" }, part.elements.map(piece));
}

function list(part) {
  const ordered = part.style === "ordered";
  return h(ordered ? "ol" : "ul", { class: `indent-${Math.min(part.indent ?? 0, 4)}`, start: ordered && part.offset ? String(part.offset + 1) : null },
    part.elements.map((one) => h("li", { class: "text" }, one.elements.map(piece))));
}

function piece(one) {
  const plain = PIECES[one.type](one);
  const tags = { bold: "strong", italic: "em", strike: "s", code: "code" };
  return Object.entries(tags).reduce((inside, [style, tag]) => (one.style?.[style] ? h(tag, null, inside) : inside), plain);
}

const PIECES = {
  text: (one) => lines(one.text),
  link: (one) => link(one.url, one.text ?? one.url),
  emoji: (one) => emoji(one.name),
  user: (one) => person(one.user_id),
  channel: (one) => h("span", { class: "mention" }, `#${world.state.rooms[one.channel_id] ?? "private"}`),
  date: (one) => {
    const words = formatDate(one.timestamp, one.format);
    return one.url ? link(one.url, words) : h("time", null, words);
  },
};
