// Where messages and slash commands are written.

import { h } from "./dom.js";
import { moved } from "./popups.js";
import { ask, dropFiles } from "./server.js";
import { remember, ui, update, world } from "./store.js";

export function composer(channel, thread = "") {
  const name = `composer/${ui.person}/${channel.id}/${thread}`;
  const draft = ui.drafts.get(name) ?? "";
  const fitting = thread ? [] : commandsFor(draft);
  const use = { channel, thread, name, draft, fitting };
  const label = thread ? "Reply" : `Message ${channel.kind === "im" ? channel.name : `#${channel.name}`}`;
  return h("form", { key: name, class: "composer", "aria-label": label, onsubmit: (event) => { event.preventDefault(); send(use); },
    ondragover: (event) => event.preventDefault(), ondrop: (event) => drop(use, event) },
  fitting.length ? commands(use) : null,
  attach(use),
  h("textarea", {
    rows: "1", class: "composer-text", value: draft, "data-composer": thread ? "thread" : "main",
    placeholder: thread ? "Reply…" : `${label} or type /`, "aria-label": label,
    "aria-controls": fitting.length ? "commands" : null, "aria-activedescendant": fitting.length ? `command-${chosen(use)}` : null,
    oninput: (event) => { remember(name, event.target.value); update({ command: 0 }); },
    onkeydown: (event) => press(use, event), shown: grow,
  }),
  h("button", { type: "submit", class: "send", "aria-label": "Send", disabled: !draft.trim() }, "➤"));
}

function grow(node) {
  node.style.height = "auto";
  node.style.height = `${Math.min(node.scrollHeight, 160)}px`;
}

function commandsFor(draft) {
  const { commands } = world.state;
  if (!/^\/\S*$/.test(draft) || commands.some((command) => command.name === draft)) return [];
  return commands.filter((command) => command.name.startsWith(draft));
}

const chosen = (use) => Math.min(ui.command ?? 0, use.fitting.length - 1);

function commands(use) {
  return h("ul", { class: "commands", id: "commands", role: "listbox", "aria-label": "Commands" },
    use.fitting.map((command, index) => h("li", {
      id: `command-${index}`, role: "option", "aria-selected": String(index === chosen(use)),
      class: index === chosen(use) ? "entry active" : "entry",
      onpointerdown: (event) => event.preventDefault(), onclick: () => take(use, command),
      shown: (node) => index === chosen(use) && node.scrollIntoView({ block: "nearest" }),
    }, h("span", null, h("strong", null, command.name), " ", h("span", { class: "small" }, command.hint)), h("small", null, command.description))));
}

function take(use, command) {
  remember(use.name, `${command.name} `);
  update();
}

function press(use, event) {
  if (use.fitting.length) {
    const index = moved(event, chosen(use), use.fitting.length);
    if (index !== undefined) return update({ command: index });
    if (event.key === "Tab" && !event.shiftKey) { event.preventDefault(); return take(use, use.fitting[chosen(use)]); }
    if (event.key === "Enter") {
      event.preventDefault();
      const command = use.fitting[chosen(use)];
      return command.hint ? take(use, command) : send({ ...use, draft: command.name });
    }
    if (event.key === "Escape") { remember(use.name, undefined); return update(); }
  }
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(use); }
  return undefined;
}

function send({ channel, thread, name, draft }) {
  const words = draft.trim();
  if (!words) return;
  remember(name, undefined);
  update();
  if (words.startsWith("/") && !thread) ask("command", { channel: channel.id, line: words }, "command");
  else ask("say", { channel: channel.id, text: escape(words), thread });
}

// What people type is text, as Slack sends it: only mentions of people it knows become references.
function escape(words) {
  const safe = words.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;");
  return safe.replaceAll(`@${world.state.bot.name}`, `<@${world.state.bot.id}>`);
}

function attach({ channel, thread }) {
  return h("label", { class: "icon-button attach", title: "Drop files here, or choose them" },
    h("span", { "aria-hidden": "true" }, "+"), h("span", { class: "unseen" }, "Attach files"),
    h("input", { type: "file", multiple: true, class: "unseen", onchange: (event) => { give([...event.target.files], channel, thread); event.target.value = ""; } }));
}

function drop({ channel, thread }, event) {
  event.preventDefault();
  give([...event.dataTransfer.files], channel, thread);
}

function give(files, channel, thread) {
  if (files.length) dropFiles(files, channel.id, thread);
}
