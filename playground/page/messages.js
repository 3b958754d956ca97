// Messages in a channel, and the thread beside it.

import { blocks } from "./blocks.js";
import { h } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { go, place, world } from "./store.js";
import { clock, day, exact, isoDate } from "./time.js";

const TOGETHER = 300; // seconds within which messages of one person stand together

export const isBot = (id) => id === world.state.bot.id;

export function avatar(id, name, size = "") {
  if (isBot(id)) return h("span", { class: `avatar bot ${size}`, "aria-hidden": "true" }, ribbon());
  const initials = name.split(" ").map((word) => word[0]).slice(0, 2).join("");
  const tint = Math.max(0, world.state.people.findIndex((person) => person.id === id)) % 6;
  return h("span", { class: `avatar tint-${tint} ${size}`, "aria-hidden": "true" }, initials);
}

export function ribbon() {
  return h("svg", { viewBox: "0 0 32 32", fill: "none", stroke: "currentColor", "stroke-width": "2.6", "stroke-linecap": "round", "stroke-linejoin": "round" },
    h("path", { d: "M16 15c-2-6-9-7-9-3s6 4 9 3c3 1 9 1 9-3s-7-3-9 3Zm0 0-5 11m5-11 5 11" }));
}

export function lock() {
  return h("svg", { class: "lock", viewBox: "0 0 16 16", fill: "none", stroke: "currentColor", "stroke-width": "1.6", role: "img", "aria-label": "Private" },
    h("rect", { x: "3.5", y: "7", width: "9", height: "6.5", rx: "1.5" }), h("path", { d: "M5.5 7V5a2.5 2.5 0 0 1 5 0v2" }));
}

export const title = (channel) => (channel.kind === "private" ? [lock(), " ", channel.name] : `# ${channel.name}`);

export function conversation(channel) {
  const top = channel.messages.filter((message) => !message.thread);
  return list(`channel-${channel.id}`, `Messages in ${channel.name}`, top, (message) => replies(channel, message), nothing(channel));
}

function nothing(channel) {
  return h("div", { class: "nothing" },
    h("p", { class: "nothing-head" }, channel.kind === "im" ? `This is between you and ${channel.name}.` : `This is the beginning of #${channel.name}.`),
    h("p", null, "Type ", h("kbd", null, "/"), " below to see what the bot can do."));
}

export function thread(channel, ts) {
  const told = channel.messages.filter((message) => message.ts === ts || message.thread === ts);
  return list(`thread-${ts}`, "Thread", told, () => null, h("p", { class: "nothing" }, "This message is gone."));
}

function list(key, label, told, below, empty) {
  let last = null;
  const entries = told.flatMap((message) => {
    const newDay = !last || isoDate(message.ts) !== isoDate(last.ts);
    const near = !newDay && last.user === message.user && message.ts - last.ts < TOGETHER && !message.private && !last.private;
    last = message;
    const divider = newDay ? [h("li", { key: `day-${message.ts}`, class: "day" }, h("span", null, day(message.ts)))] : [];
    return [...divider, one(message, near, below)];
  });
  return h("ol", { key, class: "messages", "aria-label": label, tabindex: "0", shown: stayAtEnd, onscroll: noteScroll },
    entries.length ? entries : h("li", { class: "empty-place" }, empty));
}

// The newest message stays in view unless the reader went up to read.
const reading = new WeakMap(); // list → { top, away }

function noteScroll(event) {
  const node = event.currentTarget;
  const { top = 0, away = false } = reading.get(node) ?? {};
  const atEnd = node.scrollHeight - node.scrollTop - node.clientHeight < 60;
  reading.set(node, { top: node.scrollTop, away: !atEnd && (away || node.scrollTop < top) });
}

function stayAtEnd(node) {
  if (!reading.get(node)?.away) node.scrollTop = node.scrollHeight;
}

function one(message, near, below) {
  const name = isBot(message.user) ? world.state.bot.name : world.state.names[message.user] ?? "Somebody";
  const at = h("time", { title: exact(message.ts), datetime: new Date(message.ts * 1000).toISOString() }, clock(message.ts));
  const head = near ? null : h("div", { class: "message-head" }, h("strong", null, name),
    isBot(message.user) ? h("span", { class: "badge" }, "App") : null, at);
  return h("li", { key: message.id, class: `message${near ? " near" : ""}${message.private ? " private" : ""}`, "data-message": message.id },
    h("div", { class: "message-side" }, near ? at : avatar(message.user, name)),
    h("div", { class: "message-main" },
      message.private ? h("p", { class: "only-you" }, "◌ Only visible to you") : null,
      head, body(message), files(message), below(message)));
}

function body(message) {
  const edited = message.edited ? h("span", { class: "edited" }, " (edited)") : null;
  if (!message.blocks.length) return message.text ? h("div", { class: "text" }, mrkdwn(message.text), edited) : null;
  return h("div", { class: "blocks" }, blocks(message), edited);
}

function files(message) {
  return message.files.map((file) => h("p", { class: "file" }, h("span", { "aria-hidden": "true" }, "📄 "),
    h("strong", null, file.name), h("span", { class: "small" }, ` ${Math.max(1, Math.round(file.size / 1000))} kB`)));
}

function replies(channel, message) {
  if (message.private) return null;
  const told = channel.messages.filter((other) => other.thread === message.ts);
  const open = () => go({ thread: message.ts });
  const current = place().thread === message.ts;
  const words = told.length ? `${told.length} ${told.length === 1 ? "reply" : "replies"}` : "Reply in thread";
  return h("button", { type: "button", class: told.length ? "replies" : "replies quiet", onclick: open, "aria-pressed": current ? "true" : null },
    words, told.length ? h("span", { class: "small" }, ` last at ${clock(told.at(-1).ts)}`) : null);
}
