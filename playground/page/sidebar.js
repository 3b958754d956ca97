// Who one is, where one can go, and what there is to try.

import { h } from "./dom.js";
import { avatar, lock, ribbon } from "./messages.js";
import { ask, load } from "./server.js";
import { become, channel, go, me, place, ui, update, world } from "./store.js";
import { city, clockIn } from "./time.js";

export function sidebar() {
  const { practice } = world.state;
  return h("nav", { class: ui.sidebar ? "sidebar open" : "sidebar", "aria-label": "People and channels" },
    h("div", { class: "brand" }, h("span", { class: "brand-mark" }, ribbon()),
      h("div", null, h("strong", null, practice), h("div", { class: "small" }, "A Slack on your machine")),
      h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Close the menu", onclick: () => update({ sidebar: false }) }, "×")),
    h("h2", null, "You are"),
    h("ul", { class: "people" }, world.state.people.map(person)),
    h("h2", null, "Channels"),
    h("ul", { class: "places" }, rooms().map(room)),
    h("h2", null, "Apps"),
    h("ul", { class: "places" }, app()),
    ui.guide && world.state.guide.length ? guide() : null,
    h("div", { class: "sidebar-foot" },
      world.state.guide.length && !ui.guide ? h("button", { type: "button", class: "quiet", onclick: () => showGuide(true) }, "Show the guide") : null,
      themes()));
}

const rooms = () => world.state.channels.filter((one) => one.kind !== "im");

function person(one) {
  const current = one.id === ui.person;
  const news = !current && Object.keys(one.newest).some((id) => isNews(one, id));
  return h("li", { key: one.id }, h("button", {
    type: "button", class: current ? "person current" : "person", "aria-pressed": String(current), onclick: () => switchTo(one.id),
  }, avatar(one.id, one.name), h("span", { class: "person-text" }, h("strong", null, one.name),
    h("span", { class: "small" }, `${one.role} · ${city(one.tz)} ${clockIn(one.tz)}`)),
  news ? h("span", { class: "dot" }, h("span", { class: "unseen" }, "has new messages")) : null));
}

function switchTo(id) {
  become(id);
  load();
}

export const isNews = (one, id) => (one.newest[id] ?? "") > (ui.seen[one.id]?.[id] ?? "");

function room(one) {
  return entry(one, one.kind === "private" ? lock() : "#", one.name);
}

function entry(one, mark, name) {
  const current = place().kind === "channel" && place().channel === one.id;
  const news = isNews(me(), one.id);
  return h("li", { key: one.id }, h("button", {
    type: "button", class: `place${current ? " current" : ""}${news ? " news" : ""}`, "aria-current": current ? "page" : null,
    onclick: () => go({ kind: "channel", channel: one.id }),
  }, h("span", { class: "place-mark", "aria-hidden": "true" }, mark), name, news ? h("span", { class: "dot" }, h("span", { class: "unseen" }, "new messages")) : null));
}

function app() {
  const dm = world.state.channels.find((one) => one.kind === "im");
  const home = place().kind === "home";
  return [
    dm ? entry(dm, "✉", "Messages") : null,
    h("li", { key: "home" }, h("button", { type: "button", class: home ? "place current" : "place", "aria-current": home ? "page" : null, onclick: openHome },
      h("span", { class: "place-mark", "aria-hidden": "true" }, "⌂"), "Home")),
  ];
}

export function openHome() {
  go({ kind: "home", channel: channel()?.id });
  ask("home", {});
}

function guide() {
  const left = world.state.guide.length - ui.done.size;
  return h("section", { class: "guide", "aria-labelledby": "guide-title" },
    h("div", { class: "guide-head" }, h("h2", { id: "guide-title" }, "Try this"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Hide the guide", onclick: () => showGuide(false) }, "×")),
    h("ol", null, world.state.guide.map(step)),
    h("p", { class: "small" }, left > 0 ? "Tick what you have done to see what comes next." : "That is all of it. Well done!"));
}

function step(one, index) {
  const done = ui.done.has(index);
  const next = world.state.guide.findIndex((_, other) => !ui.done.has(other)) === index;
  const who = next && world.state.people.find((other) => other.id === one.person);
  return h("li", { key: String(index), class: done ? "step done" : next ? "step next" : "step" }, h("label", null,
    h("input", { type: "checkbox", checked: done, onchange: (event) => mark(index, event.target.checked) }),
    h("span", null, h("strong", null, one.title), h("span", { class: "small" }, one.text))),
  who && who.id !== ui.person ? h("button", { type: "button", class: "quiet", onclick: () => switchTo(who.id) }, `Become ${who.name.split(" ")[0]}`) : null);
}

function mark(index, on) {
  if (on) ui.done.add(index);
  else ui.done.delete(index);
  sessionStorage.setItem("done", JSON.stringify([...ui.done]));
  update();
}

function showGuide(on) {
  localStorage.setItem("guide", on ? "shown" : "hidden");
  update({ guide: on });
}

const THEMES = [["", "Auto"], ["light", "Light"], ["dark", "Dark"]];

export function applyTheme() {
  const theme = localStorage.getItem("theme") ?? "";
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
}

function themes() {
  const now = localStorage.getItem("theme") ?? "";
  const pick = (theme) => { localStorage.setItem("theme", theme); applyTheme(); update(); };
  return h("div", { class: "themes", role: "radiogroup", "aria-label": "Colours" }, THEMES.map(([theme, name]) =>
    h("label", { class: "theme" }, h("input", { type: "radio", name: "theme", checked: theme === now, onchange: () => pick(theme) }), h("span", null, name))));
}
