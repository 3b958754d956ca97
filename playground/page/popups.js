// The one menu or list that may be open: where it stands, and what closes it.

import { ui, update } from "./store.js";

const GAP = 4;
const EDGE = 8;

export function isOpen(name) {
  return ui.open?.name === name;
}

export function openPopup(name, more = {}) {
  update({ open: { name, index: 0, ...more } });
}

export function closePopup() {
  if (ui.open) update({ open: null });
}

export function changePopup(change) {
  if (ui.open) update({ open: { ...ui.open, ...change } });
}

// Below its anchor where there is room, else above; never outside the window.
export function settle(popup) {
  const anchor = popup.parentElement.querySelector("[data-anchor]") ?? popup.parentElement;
  const box = anchor.getBoundingClientRect();
  if (popup.dataset.wide !== undefined) popup.style.width = `${Math.max(box.width, 220)}px`;
  const room = innerHeight - box.bottom - GAP - EDGE;
  const above = box.top - GAP - EDGE;
  const up = room < Math.min(popup.scrollHeight, 180) && above > room;
  popup.style.maxHeight = `${Math.max(80, Math.min(320, up ? above : room))}px`;
  const top = up ? box.top - GAP - popup.offsetHeight : box.bottom + GAP;
  const wanted = popup.dataset.end === undefined ? box.left : box.right - popup.offsetWidth;
  popup.style.top = `${Math.max(EDGE, top)}px`;
  popup.style.left = `${Math.max(EDGE, Math.min(wanted, innerWidth - popup.offsetWidth - EDGE))}px`;
}

const settleAll = () => document.querySelectorAll(".popup").forEach(settle);

export function watchPopups() {
  addEventListener("resize", settleAll);
  addEventListener("scroll", settleAll, true);
  addEventListener("pointerdown", (event) => {
    if (ui.open && !event.target.closest("[data-popup]")) closePopup();
  });
}

// Which entry a key leads to, or undefined where it leads nowhere.
export function moved(event, index, count) {
  const steps = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: count - 1 };
  if (!(event.key in steps) || !count) return undefined;
  event.preventDefault();
  return (steps[event.key] + count) % count;
}
