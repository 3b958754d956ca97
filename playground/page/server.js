// Talks with the server: asks for deeds, fetches what is to be seen, and hears of changes.

import { ui, update, world } from "./store.js";

const key = document.querySelector("meta[name=playground-key]").content;
const HEADERS = { "x-playground-key": key };

export async function ask(deed, told, busy = "") {
  if (busy) update({ busy: new Set([...ui.busy, busy]) });
  try {
    const body = JSON.stringify({ person: ui.person, ...told });
    const answer = await fetch(`/page/do/${deed}`, { method: "POST", headers: HEADERS, body });
    return await read(answer);
  } catch (problem) {
    update({ refused: `The playground does not answer: ${problem.message}` });
    return undefined;
  } finally {
    if (busy) update({ busy: new Set([...ui.busy].filter((one) => one !== busy)) });
  }
}

async function read(answer) {
  const told = await answer.json();
  if (told.refused) update({ refused: told.refused });
  await load();
  return told.result;
}

// All of them in one message: their contents one after the other, with each one's name and size beside them.
export async function dropFiles(files, channel, thread) {
  const where = new URLSearchParams({ person: ui.person, channel, thread });
  for (const file of files) {
    where.append("name", file.name);
    where.append("size", file.size);
  }
  await read(await fetch(`/page/files?${where}`, { method: "POST", headers: HEADERS, body: new Blob(files) }));
}

let latest = 0;

export async function load() {
  const mine = ++latest;
  const person = ui.person;
  const answer = await fetch(`/page/state?person=${encodeURIComponent(person)}`, { headers: HEADERS });
  if (answer.status === 403) return location.reload();
  const state = await answer.json();
  if (mine !== latest || person !== ui.person) return undefined;
  ui.person = state.me;
  sessionStorage.setItem("person", state.me);
  world.state = state;
  return update();
}

export function listen() {
  const changes = new EventSource(`/page/changes?key=${encodeURIComponent(key)}`);
  changes.onmessage = (event) => {
    world.lost = false;
    if (!world.state || Number(event.data) !== world.state.version) load();
  };
  changes.onerror = () => {
    if (changes.readyState === EventSource.CLOSED) location.reload(); // another start's playground is there, with another key
    world.lost = true;
    update();
  };
}
