// Slack's mrkdwn, as nodes; nothing in it is ever read as HTML.

import { h } from "./dom.js";
import { emoji } from "./emoji.js";
import { formatDate } from "./time.js";
import { go, ui, update, world } from "./store.js";

const ENTITIES = { "&amp;": "&", "&lt;": "<", "&gt;": ">" };
const plain = (text) => text.replace(/&(amp|lt|gt);/g, (entity) => ENTITIES[entity]);

export function mrkdwn(source) {
  return source.split(/(```[\s\S]*?```)/).map((part) =>
    part.startsWith("```") && part.length > 5
      ? h("pre", { class: "code" }, plain(part.slice(3, -3).replace(/^\n/, "")))
      : quotes(part),
  );
}

function quotes(source) {
  const parts = source.split(/((?:^(?:&gt;|>).*(?:\n|$))+)/m);
  return parts.map((part) =>
    /^(&gt;|>)/.test(part)
      ? h("blockquote", null, lines(part.replace(/^(?:&gt;|>) ?/gm, "").replace(/\n$/, ""), inline))
      : lines(part, inline),
  );
}

export function lines(source, inLine = (line) => line) {
  return source.split("\n").flatMap((line, index) => (index ? [h("br"), inLine(line)] : [inLine(line)]));
}

const MARKS = [
  [/`([^`]+)`/, (text) => h("code", null, plain(text))],
  [/<([^<>]+)>/, reference],
  [/(?<![\w*])\*(?=\S)([^*]*?[^\s*])\*(?![\w*])/, (text) => h("strong", null, inline(text))],
  [/(?<![\w_])_(?=\S)([^_]*?[^\s_])_(?![\w_])/, (text) => h("em", null, inline(text))],
  [/(?<![\w~])~(?=\S)([^~]*?[^\s~])~(?![\w~])/, (text) => h("s", null, inline(text))],
  [/:([a-z0-9_+-]+):/, (name) => emoji(name)],
];

function inline(source) {
  const found = MARKS.map(([mark, make]) => ({ hit: mark.exec(source), make }));
  const first = found.filter(({ hit }) => hit).sort((a, b) => a.hit.index - b.hit.index)[0];
  if (!first) return [plain(source)];
  const { hit, make } = first;
  const after = source.slice(hit.index + hit[0].length);
  return [plain(source.slice(0, hit.index)), make(hit[1]), ...inline(after)];
}

function reference(inside) {
  const [target, label] = inside.split("|");
  if (target.startsWith("@")) return person(target.slice(1));
  if (target.startsWith("#")) return h("span", { class: "mention" }, `#${world.state.rooms[target.slice(1)] ?? "private"}`);
  if (target.startsWith("!date^")) return date(target, label);
  if (target.startsWith("!")) return h("span", { class: "mention" }, `@${target.slice(1)}`);
  return link(plain(target), plain(label ?? target));
}

export function person(id) {
  const mine = id === ui.person ? "mention mine" : "mention";
  return h("span", { class: mine }, `@${world.state.names[id] ?? "unknown"}`);
}

function date(target, fallback) {
  const [, stamp, form, url] = target.split("^");
  const text = formatDate(Number(stamp), form) || plain(fallback ?? "");
  return url ? link(url, text) : h("time", null, text);
}

// A link to a message leads to it on this page: the address is Slack's own, which knows nothing of this playground.
const MESSAGE = /^https:\/\/[\w-]+\.slack\.com\/archives\/(\w+)\/p(\d+)(\d{6})(?:\?thread_ts=([\d.]+))?/;

function toMessage([, channel, seconds, micros, thread]) {
  const known = world.state.channels.some((one) => one.id === channel);
  if (known) go({ kind: "channel", channel, thread: thread ?? `${seconds}.${micros}` });
  else update({ refused: "You are not in the channel that this leads to." });
}

export function link(url, text) {
  const message = MESSAGE.exec(url);
  if (message) return h("a", { href: url, onclick: (event) => { event.preventDefault(); toMessage(message); } }, text);
  const safe = /^(https?:|mailto:|slack:)/i.test(url);
  return safe ? h("a", { href: url, target: "_blank", rel: "noopener noreferrer" }, text) : text;
}

export function text(object) {
  if (!object) return "";
  if (object.type === "mrkdwn") return mrkdwn(object.text);
  const words = object.emoji === false ? object.text : object.text.replace(/:([a-z0-9_+-]+):/g, (_, name) => emoji(name));
  return lines(words);
}
