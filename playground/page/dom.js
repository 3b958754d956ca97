// Draws what is wanted into what is there, and leaves alone what is the same: focus, scroll and typing stay.

const drawn = new WeakMap(); // element → its props when last drawn
const PROPERTIES = new Set(["value", "checked", "disabled", "hidden", "open", "readOnly"]);
const SVG = "http://www.w3.org/2000/svg";

export function h(tag, props, ...children) {
  const { key, ...rest } = props ?? {};
  return { tag, key, props: rest, children: children.flat(Infinity).filter(isSomething) };
}

// What of something drawn is read.
export function wordsOf(node) {
  if (Array.isArray(node)) return node.map(wordsOf).join("");
  if (!isSomething(node) || node.props?.["aria-hidden"] === "true") return "";
  if (node.tag === "br") return "\n";
  return typeof node === "object" ? wordsOf(node.children) : String(node);
}

const isSomething = (child) => child !== null && child !== undefined && child !== false && child !== "";

export function draw(parent, wanted) {
  const list = [wanted].flat(Infinity).filter(isSomething);
  const nodes = match(parent, list);
  for (const child of [...parent.childNodes]) if (!nodes.includes(child)) leave(child);
  let place = parent.firstChild;
  for (const node of nodes) {
    if (node === place) place = place.nextSibling;
    else parent.insertBefore(node, place);
  }
  list.forEach((one, index) => fill(nodes[index], one));
}

// A dialog is closed first, so that the focus returns to where it came from.
function leave(node) {
  if (node.nodeName === "DIALOG" && node.open) node.close();
  node.remove();
}

function match(parent, list) {
  const keyed = new Map();
  const loose = [];
  for (const child of parent.childNodes) {
    const key = drawn.get(child)?.key;
    if (key === undefined) loose.push(child);
    else keyed.set(key, child);
  }
  return list.map((one) => take(parent, keyed, loose, one));
}

function take(parent, keyed, loose, one) {
  const name = typeof one === "object" ? one.tag : "#text";
  const fits = (node) => node && node.nodeName.toLowerCase() === name.toLowerCase();
  if (one.key !== undefined) {
    const known = keyed.get(one.key);
    keyed.delete(one.key);
    return fits(known) ? known : make(parent, one);
  }
  const index = loose.findIndex(fits);
  return index < 0 ? make(parent, one) : loose.splice(index, 1)[0];
}

function make(parent, one) {
  if (typeof one !== "object") return document.createTextNode("");
  const svg = one.tag === "svg" || parent.namespaceURI === SVG;
  return svg ? document.createElementNS(SVG, one.tag) : document.createElement(one.tag);
}

function fill(node, one) {
  if (typeof one !== "object") {
    if (node.data !== String(one)) node.data = String(one);
    return;
  }
  const before = drawn.get(node);
  drawn.set(node, { key: one.key, props: one.props });
  setProps(node, before?.props ?? {}, one.props);
  if (!("html" in one.props)) draw(node, one.children);
  if (!before) one.props.made?.(node);
  one.props.shown?.(node);
}

function setProps(node, before, wanted) {
  for (const name of Object.keys(before)) if (!(name in wanted)) setProp(node, name, null);
  for (const [name, value] of Object.entries(wanted)) setProp(node, name, value, before[name]);
}

function setProp(node, name, value, before) {
  if (name === "made" || name === "shown" || name === "key") return;
  if (name.startsWith("on")) node[name] = value;
  else if (PROPERTIES.has(name)) {
    if (node[name] !== (value ?? false)) node[name] = value ?? (name === "value" ? "" : false);
  } else if (value === before) return;
  else if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : value);
}
