// Times in the time zone of the person one is.

import { me } from "./store.js";

const LOCALE = "en-GB";

function format(seconds, options) {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: me()?.tz, ...options }).format(new Date(seconds * 1000));
}

export const clock = (seconds) => format(seconds, { hour: "2-digit", minute: "2-digit" });
export const day = (seconds) => format(seconds, { weekday: "long", day: "numeric", month: "long" });
export const exact = (seconds) => format(seconds, { dateStyle: "full", timeStyle: "medium" });

export function clockIn(zone) {
  return new Intl.DateTimeFormat(LOCALE, { timeZone: zone, hour: "2-digit", minute: "2-digit" }).format(new Date());
}

export const city = (zone) => zone.split("/").pop().replaceAll("_", " ");

const SHORT = { day: "numeric", month: "short", year: "numeric" };
const LONG = { weekday: "long", day: "numeric", month: "long", year: "numeric" };
const FORMS = {
  date_num: (at) => format(at, { dateStyle: "short" }),
  date: (at) => format(at, { day: "numeric", month: "long", year: "numeric" }),
  date_short: (at) => format(at, SHORT),
  date_long: (at) => format(at, LONG),
  time: clock,
  time_secs: (at) => format(at, { timeStyle: "medium" }),
  ago: (at) => ago(Date.now() / 1000 - at),
};

const SPANS = [["year", 31_536_000], ["month", 2_592_000], ["day", 86_400], ["hour", 3_600], ["minute", 60], ["second", 1]];

function ago(seconds) {
  const [word, size] = SPANS.find((span) => Math.abs(seconds) >= span[1]) ?? SPANS.at(-1);
  return new Intl.RelativeTimeFormat(LOCALE).format(-Math.trunc(seconds / size), word);
}

function pretty(at, otherwise) {
  const days = Math.round((midnight(at) - midnight(Date.now() / 1000)) / 86_400);
  return { "-1": "yesterday", 0: "today", 1: "tomorrow" }[days] ?? otherwise;
}

const midnight = (at) => Date.parse(`${isoDate(at)}T00:00:00Z`) / 1000;

export function isoDate(at) {
  return new Intl.DateTimeFormat("en-CA", { timeZone: me()?.tz, dateStyle: "short" }).format(new Date(at * 1000));
}

export function formatDate(at, form) {
  if (!Number.isFinite(at)) return "";
  return form.replace(/\{(\w+?)(_pretty)?\}/g, (whole, name, isPretty) => {
    const make = FORMS[name];
    if (!make) return whole;
    return isPretty ? pretty(at, make(at)) : make(at);
  });
}

// A moment as <input type="datetime-local"> writes it, and back, in the person's time zone.

export const toLocal = (at) => (at ? `${isoDate(at)}T${clock(at)}` : "");

export function fromLocal(local) {
  if (!local) return null;
  const asUtc = Date.parse(`${local}Z`) / 1000;
  const shift = Date.parse(`${toLocal(asUtc)}Z`) / 1000 - asUtc;
  const guess = asUtc - shift;
  return guess - (Date.parse(`${toLocal(guess)}Z`) / 1000 - asUtc);
}
