// Tables and charts; where they are too wide they scroll in themselves.

import { h, wordsOf } from "./dom.js";
import { rich } from "./rich.js";

// Slack names no heading row in a table; the first of several stands above the others in bold, and is read so.
export function table(block) {
  const [head, ...rest] = block.rows.length > 1 ? block.rows : [null, ...block.rows];
  const look = (index) => block.column_settings?.[index] ?? {};
  return scrolling(`Table: ${block.rows[0].map((one) => wordsOf(inCell(one))).join(", ")}`, h("table", null,
    head ? h("thead", null, h("tr", null, head.map((one, index) => cell("th", one, look(index), "col")))) : null,
    h("tbody", null, rest.map((row) => h("tr", null, row.map((one, index) => cell("td", one, look(index))))))));
}

export function dataTable(block) {
  const [head, ...rest] = block.rows;
  const names = block.row_header_column_index ?? 0;
  const number = (index) => (rest.every((row) => row[index].type === "raw_number") ? { align: "right" } : { is_wrapped: true });
  const body = (row) => row.map((one, index) => (index === names ? cell("th", one, number(index), "row") : cell("td", one, number(index))));
  return scrolling(block.caption, h("table", null, h("caption", null, block.caption),
    h("thead", null, h("tr", null, head.map((one, index) => cell("th", one, number(index), "col")))),
    h("tbody", null, rest.map((row) => h("tr", null, body(row))))));
}

function scrolling(label, inside) {
  return h("div", { class: "table-box", tabindex: "0", role: "group", "aria-label": label }, inside);
}

function cell(tag, one, { align = "left", is_wrapped: wrapped = false }, scope = null) {
  return h(tag, { class: `align-${align}${wrapped ? "" : " unwrapped"}`, scope }, inCell(one));
}

const inCell = (one) => (one.type === "rich_text" ? one.elements.map(rich) : one.text ?? String(one.value));

const HEIGHT = 120;

export function chart(block) {
  const { series, axis_config: axes } = block.chart;
  const most = Math.max(1, ...series.flatMap((one) => one.data.map((point) => point.value)));
  const read = series.map((one) => `${one.name}: ${one.data.map((point) => `${point.label} ${point.value}`).join(", ")}`).join(". ");
  return h("figure", { class: "chart" }, h("figcaption", null, block.title),
    h("div", { class: "bars", role: "img", "aria-label": read, tabindex: "0" }, axes.categories.map((label, index) => h("div", { class: "bar-group" },
      h("span", { class: "bar-figures" }, series.map((one) => one.data[index].value).join(" · ")),
      h("svg", { viewBox: `0 0 ${series.length * 10} ${HEIGHT}`, preserveAspectRatio: "none" }, series.map((one, place) => bar(place, one.data[index].value / most))),
      h("span", null, label)))),
    h("p", { class: "small" }, key(series), [axes.y_label, axes.x_label].filter(Boolean).join(" · ")));
}

function bar(place, share) {
  const height = Math.max(0, share) * HEIGHT;
  return h("rect", { class: `bar-${place}`, x: String(place * 10 + 1), width: "8", y: String(HEIGHT - height), height: String(height) });
}

const key = (series) => (series.length > 1 ? series.map((one, place) => h("span", { class: "key" }, h("span", { class: `key-mark bar-${place}` }), one.name)) : null);
