// What stands in the elements of a message or view: typed here and not sent yet, or known to the server.

import { ask } from "./server.js";
import { remember, ui } from "./store.js";

const KEYS = {
  static_select: "selected_option", external_select: "selected_option", radio_buttons: "selected_option",
  multi_static_select: "selected_options", multi_external_select: "selected_options", checkboxes: "selected_options",
  users_select: "selected_user", multi_users_select: "selected_users",
  conversations_select: "selected_conversation", multi_conversations_select: "selected_conversations",
  channels_select: "selected_channel", multi_channels_select: "selected_channels",
  datepicker: "selected_date", timepicker: "selected_time", datetimepicker: "selected_date_time",
};

export const nameOf = (shown, block, element) => `${shown.id}/${block.block_id}/${element.action_id}`;

export function value(shown, block, element) {
  const name = nameOf(shown, block, element);
  if (ui.drafts.has(name)) return ui.drafts.get(name);
  return shown.values[block.block_id]?.[element.action_id]?.[KEYS[element.type] ?? "value"] ?? null;
}

export const actsAtOnce = (block) => block.type !== "input" || block.dispatch_action === true;

// Every draft of a message or view, as the server takes it: block_id → action_id → value.
export function drafts(shown) {
  const found = {};
  for (const [name, entered] of ui.drafts) {
    if (!name.startsWith(`${shown.id}/`)) continue;
    const [block, action] = split(shown, name);
    if (block) (found[block] ??= {})[action] = entered;
  }
  return found;
}

function split(shown, name) {
  const rest = name.slice(shown.id.length + 1);
  const block = shown.blocks.find((one) => rest.startsWith(`${one.block_id}/`));
  return block ? [block.block_id, rest.slice(block.block_id.length + 1)] : [];
}

// Put a value in; where the element acts at once, tell the bot.
export async function enter(shown, block, element, entered) {
  const name = nameOf(shown, block, element);
  remember(name, entered);
  if (!actsAtOnce(block)) return;
  await ask("enter", { ...target(shown, block, element), value: entered, values: drafts(shown) }, name);
  remember(name, undefined);
}

export const target = (shown, block, element) => ({
  shown: shown.id, block: block.block_id, action: element.action_id,
});

export function forgetDraftsOf(gone) {
  for (const name of [...ui.drafts.keys()]) if (gone(name.split("/")[0])) ui.drafts.delete(name);
}

// What more is read of a field: its hint, and what is wrong with it.
export function described(shown, block) {
  const id = domId(shown, block);
  return [shown.errors?.[block.block_id] && `${id}-error`, block.hint && `${id}-hint`].filter(Boolean).join(" ") || null;
}

// An id for the page, which may hold no spaces.
export const domId = (shown, block) => `${shown.id}-${block.block_id}`.replace(/\s/g, "_");
