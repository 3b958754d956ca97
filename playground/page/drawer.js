// For developers: what Slack would have refused, and what went to and fro.

import { h } from "./dom.js";
import { ui, update, world } from "./store.js";
import { exact } from "./time.js";

export function drawerButton() {
  const count = world.state.log.problems.length;
  const words = count ? `${count} refused` : "Developer";
  return h("button", { type: "button", class: count ? "quiet problem-count" : "quiet", "aria-expanded": String(ui.drawer), "aria-controls": "drawer",
    onclick: () => update({ drawer: !ui.drawer }) }, words);
}

export function drawer() {
  const { problems, warnings, traffic } = world.state.log;
  return h("section", { class: "drawer", id: "drawer", "aria-label": "For developers" },
    h("div", { class: "drawer-head" }, h("h2", null, "For developers"),
      h("button", { type: "button", class: "icon-button", "aria-label": "Close", onclick: () => update({ drawer: false }) }, "×")),
    h("div", { class: "drawer-body", tabindex: "0" },
      h("div", null, h("h3", null, "Refused, as Slack would"),
        problems.length ? h("ul", { class: "problems" }, [...problems].reverse().map((words) => h("li", null, words))) : h("p", { class: "small" }, "Nothing was refused."),
        warnings.length ? h("h3", null, "Worth a look") : null,
        warnings.length ? h("ul", { class: "problems mild" }, [...warnings].reverse().map((words) => h("li", null, words))) : null),
      h("div", null, h("h3", null, "To and from the bot"), h("ol", { class: "traffic" }, [...traffic].reverse().map(line)))));
}

function line(one) {
  const took = one.seconds === null ? "" : `${Math.round(one.seconds * 1000)} ms`;
  return h("li", { title: exact(Date.parse(one.at) / 1000), class: one.error ? "failed" : null },
    h("span", { class: "way" }, one.way === "to" ? "→ bot" : "← bot"), h("code", null, one.name),
    h("span", { class: "small" }, one.error || took || "ok"));
}
