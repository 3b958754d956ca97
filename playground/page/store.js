// What the page remembers by itself; what Slack holds comes from the server.

export const world = { state: null, lost: false };

export const ui = {
  person: sessionStorage.getItem("person") ?? "",
  places: {}, // person → { kind, channel, thread }
  open: null, // the one menu or list that is open
  dialog: null, // a question to answer before something is done
  busy: new Set(),
  drafts: new Map(), // what stands in fields and composers, not sent yet
  seen: {}, // person → channel → newest ts read
  dismissed: 0, // newest notice put away
  refused: "",
  sidebar: matchMedia("(max-width: 860px)").matches && !sessionStorage.getItem("person"), // a newcomer's phone opens on it
  drawer: false,
  guide: localStorage.getItem("guide") !== "hidden",
  done: new Set(JSON.parse(sessionStorage.getItem("done") ?? "[]")),
};

let redraw = () => {};
let planned = false;

export function onRedraw(draw) {
  redraw = draw;
}

export function update(change = {}) {
  Object.assign(ui, change);
  if (planned) return;
  planned = true;
  queueMicrotask(() => {
    planned = false;
    redraw();
  });
}

export const me = () => world.state.people.find((person) => person.id === ui.person);

export function place() {
  const known = ui.places[ui.person];
  if (known && world.state.channels.some((one) => one.id === known.channel)) return known;
  const first = world.state.channels.find((channel) => channel.kind === "im") ?? world.state.channels[0];
  return (ui.places[ui.person] = { kind: "channel", channel: first.id, thread: "" });
}

export function go(change) {
  ui.places[ui.person] = { ...place(), thread: "", ...change };
  update({ sidebar: false, open: null });
}

export function channel(id = place().channel) {
  return world.state.channels.find((one) => one.id === id);
}

export function become(person) {
  sessionStorage.setItem("person", person);
  Object.assign(ui, { person, open: null, dialog: null, sidebar: false }); // drawn once their state is here
}

export function remember(key, value) {
  if (value === undefined) ui.drafts.delete(key);
  else ui.drafts.set(key, value);
}
