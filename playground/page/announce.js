// Says what is new to those who listen instead of look, and keeps count of what was read.

import { wordsOf } from "./dom.js";
import { mrkdwn } from "./mrkdwn.js";
import { me, place, ui, world } from "./store.js";

const region = document.getElementById("live");
let heard = null;

export function noteNews() {
  const person = me();
  markRead(person);
  const told = world.state.channels.flatMap((channel) => channel.messages.map((message) => ({ ...message, where: channel })));
  const ids = new Set(told.map((message) => `${person.id} ${message.id}`));
  if (heard) told.filter((message) => message.user !== person.id && !heard.has(`${person.id} ${message.id}`)).slice(-3).forEach(say);
  heard = heard && heard.person === person.id ? Object.assign(new Set([...heard, ...ids]), { person: person.id })
    : Object.assign(new Set([...(heard ?? []), ...ids]), { person: person.id });
}

function markRead(person) {
  const seen = (ui.seen[person.id] ??= { ...person.newest });
  if (document.hidden || place().kind !== "channel") return;
  const id = place().channel;
  if (person.newest[id]) seen[id] = person.newest[id];
}

function say(message) {
  const who = world.state.names[message.user] ?? "Somebody";
  const where = message.where.kind === "im" ? "" : ` in ${message.where.name}`;
  const line = document.createElement("p");
  line.textContent = `${who}${where}: ${wordsOf(mrkdwn(message.text)).slice(0, 200)}`;
  region.append(line);
  while (region.children.length > 5) region.firstChild.remove();
}
