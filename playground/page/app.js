// Puts the page together, and draws it again whenever something changed.

import { noteNews } from "./announce.js";
import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { draw, h } from "./dom.js";
import { drawer, drawerButton } from "./drawer.js";
import { conversation, thread, title } from "./messages.js";
import { layers } from "./modal.js";
import { watchPopups } from "./popups.js";
import { listen, load } from "./server.js";
import { applyTheme, sidebar } from "./sidebar.js";
import { channel, go, me, onRedraw, place, ui, update, world } from "./store.js";
import { forgetDraftsOf } from "./values.js";

const root = document.getElementById("app");
const above = document.getElementById("layers");

function page() {
  const here = place();
  const room = channel();
  return [
    h("a", { key: "skip", class: "skip", href: "#main" }, "Skip to the conversation"),
    sidebar(),
    ui.sidebar ? h("div", { key: "shade", class: "shade", onclick: () => update({ sidebar: false }) }) : null,
    h("main", { key: "main", id: "main", class: "main", tabindex: "-1" }, top(room), notices(),
      here.kind === "home" ? home() : [conversation(room), composer(room)], ui.drawer ? drawer() : null),
    here.thread && here.kind === "channel" ? side(room, here.thread) : null,
  ];
}

function top(room) {
  const isHome = place().kind === "home";
  const name = isHome || room.kind === "im" ? world.state.bot.name : title(room);
  const about = isHome ? `Home, as ${me().name} sees it` : `${room.topic}${room.kind === "im" ? "" : ` · ${room.members} members`}`;
  return h("header", { class: "top" },
    h("button", { type: "button", class: "icon-button only-narrow", "aria-label": "Open the menu", "aria-expanded": String(ui.sidebar), onclick: () => update({ sidebar: true }) }, "☰"),
    h("div", { class: "top-text" }, h("h1", null, name), h("p", { class: "small" }, about)),
    world.lost ? h("span", { class: "lost", role: "status" }, "The playground stopped. Start it again.") : null,
    drawerButton());
}

function notices() {
  const shown = world.state.notices.filter((notice) => notice.number > ui.dismissed).slice(-2);
  const away = (number) => update({ dismissed: Math.max(ui.dismissed, number) });
  return h("div", { class: "notices", role: "alert" },
    shown.map((notice) => banner(notice.number, notice.text, () => away(notice.number))),
    ui.refused ? banner("refused", ui.refused, () => update({ refused: "" })) : null);
}

function banner(key, words, away) {
  return h("p", { key: String(key), class: "notice" }, h("span", null, words),
    h("button", { type: "button", class: "icon-button", "aria-label": "Dismiss", onclick: away }, "×"));
}

function home() {
  const view = world.state.home;
  return h("div", { key: `home-${ui.person}`, class: "home", tabindex: "0", role: "region", "aria-label": "Home" },
    view ? h("div", { class: "home-inner" }, blocks(view)) : h("p", { class: "nothing" }, `${world.state.bot.name} has not shown anything here yet.`));
}

function side(room, ts) {
  return h("aside", { key: "thread", class: "thread", "aria-label": "Thread" },
    h("header", { class: "top" }, h("div", { class: "top-text" }, h("h2", null, "Thread"), h("p", { class: "small" }, room.kind === "im" ? room.name : title(room))),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close the thread", onclick: () => go({ thread: "" }) }, "×")),
    thread(room, ts), composer(room, ts));
}

function redraw() {
  if (world.state?.me !== ui.person) return;
  noteNews();
  forgetDraftsOf((id) => /^V\d+$/.test(id) && id !== world.state.home?.id && !world.state.modals.some((view) => view.id === id));
  document.title = `${place().kind === "home" ? "Home" : channel().name} · ${world.state.practice}`;
  draw(root, page());
  draw(above, layers());
}

async function begin() {
  applyTheme();
  onRedraw(redraw);
  watchPopups();
  await load();
  listen();
  setInterval(update, 30_000); // the clocks beside the people
  document.addEventListener("visibilitychange", () => update());
}

begin();
