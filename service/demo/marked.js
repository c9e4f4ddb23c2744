// The text with its names: shades, marks, the number of each token, the list.

import { firstAtLeast, namesAt, written } from "./names.js";
import { $, count, say, state } from "./page.js";
import { TextPane } from "./pane.js";

const SHADED = 0.02; // tokens below this have no shade
const STEP = 0.05; // the arrow keys go from one token at or above this to the next
const ROWS = 100; // rows of the list before "Show all"

export const marked = new TextPane($("marked"));

/** Show a tagged text. */
export function showMarked() {
  state.current = -1;
  marked.show(state.text, markedNodes);
  showNames();
}

/** Find the names at the threshold and show them; no request is made. */
export function showNames() {
  const { probabilities, runs } = state.tagged;
  mark(namesAt(state.threshold, probabilities, runs));
}

/** Mark these names, [first, last] tokens each. */
export function mark(names) {
  state.names = names;
  $("found").textContent = state.names.length ? count(state.names.length, "name found", "names found") : "No names found";
  marked.refresh();
  hideTip();
  if ($("list").open) listNames();
}

/** Give the nodes of a part of the marked text. */
function markedNodes(from, to) {
  const { starts, ends, probabilities } = state.tagged;
  const nodes = [];
  let mark = null;
  let end = from;
  let name = firstAtLeast(state.names, from + 1, ([, last]) => ends[last]);
  const put = (node) => (mark ? mark.append(node) : nodes.push(node));
  for (let i = firstAtLeast(starts, from); i < starts.length && starts[i] < to; i++) {
    while (name < state.names.length && state.names[name][1] < i) name++;
    const isName = name < state.names.length && state.names[name][0] <= i;
    if (mark && (!isName || state.names[name][0] === i)) mark = null;
    if (!isName && probabilities[i] < SHADED) continue;
    if (starts[i] > end) put(state.text.slice(end, starts[i]));
    if (isName && !mark) nodes.push((mark = document.createElement("mark")));
    end = Math.min(ends[i], to);
    put(tokenNode(i, state.text.slice(starts[i], end)));
  }
  mark = null;
  if (to > end) put(state.text.slice(end, to));
  return nodes;
}

function tokenNode(i, text) {
  const node = document.createElement("span");
  node.className = "token";
  node.dataset.token = i;
  node.style.setProperty("--probability", state.tagged.probabilities[i]);
  node.textContent = text;
  return node;
}

/** Give the name of a token, or null. */
export function nameOf(i) {
  const k = firstAtLeast(state.names, i, ([, last]) => last);
  return k < state.names.length && state.names[k][0] <= i ? state.names[k] : null;
}

const spanText = (first, last) => state.text.slice(state.tagged.starts[first], state.tagged.ends[last]);

/** Say a token's number, as nodes that keep their own direction. */
function describe(i) {
  const name = nameOf(i);
  const number = `: ${written(state.tagged.probabilities[i])}`;
  if (!name) return [isolated(spanText(i, i)), number];
  if (name[0] === name[1]) return [isolated(spanText(i, i)), `${number}, a name`];
  return [isolated(spanText(i, i)), `${number}, in the name `, isolated(spanText(...name))];
}

const isolated = (text) => Object.assign(document.createElement("bdi"), { textContent: text, translate: false });

function tokenAt(x, y) {
  const place = document.caretPositionFromPoint?.(x, y);
  const offset = place?.offsetNode.nodeType === Node.TEXT_NODE ? marked.offsetOf(place.offsetNode, place.offset) : -1;
  if (offset < 0) return -1;
  const { starts, ends } = state.tagged;
  const i = firstAtLeast(ends, offset);
  return i < starts.length && starts[i] <= offset ? i : -1;
}

function showTip(i, x, y) {
  const tip = $("tip");
  tip.replaceChildren(...describe(i));
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(x - width / 2, innerWidth - width - 8));
  tip.style.transform = `translate(${left}px, ${y > height + 12 ? y - height - 6 : y + 28}px)`;
}

function showTipAt(node) {
  const box = node.getBoundingClientRect();
  showTip(Number(node.dataset.token), box.left + box.width / 2, box.top);
}

/** Move the tip with the token that has the focus; a pointer's tip goes when the text moves. */
export function followTip() {
  const token = document.activeElement.closest(".token");
  if (token && !$("tip").hidden) showTipAt(token);
  else hideTip();
}

export const hideTip = () => ($("tip").hidden = true);

/** Show the number of the token under the pointer. */
export function pointAt(event) {
  const token = event.target.closest(".token");
  const i = token ? Number(token.dataset.token) : tokenAt(event.clientX, event.clientY);
  if (i < 0) return hideTip();
  const box = token?.getBoundingClientRect();
  showTip(i, event.clientX, box && box.height < 60 ? box.top : event.clientY - 14);
}

/** Go to the next shaded token, or the one before. */
export function step(event) {
  const direction = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!direction || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const { probabilities } = state.tagged;
  const lowest = Math.min(STEP, state.threshold);
  let i = state.current + direction;
  while (i >= 0 && i < probabilities.length && probabilities[i] < lowest) i += direction;
  if (i >= 0 && i < probabilities.length) goTo(i);
}

/** Put the focus on a token of the marked text and say its number. */
export function goTo(i) {
  state.current = i;
  marked.reveal(state.tagged.starts[i]);
  const node = marked.find(`[data-token="${i}"]`);
  if (!node) return;
  node.tabIndex = -1;
  node.focus();
  showTipAt(node);
  say($("tip").textContent);
  $("marked").dispatchEvent(new CustomEvent("token", { detail: i }));
}

/** List the names once each, at most so many. */
export function listNames(most = ROWS) {
  const found = new Map();
  for (const [first, last] of state.names) {
    const text = spanText(first, last);
    const probability = Math.min(...state.tagged.probabilities.subarray(first, last + 1));
    const entry = found.get(text) ?? { first, times: 0, low: 1, high: 0 };
    entry.times += 1;
    entry.low = Math.min(entry.low, probability);
    entry.high = Math.max(entry.high, probability);
    found.set(text, entry);
  }
  $("rows").replaceChildren(...[...found].slice(0, most).map(([text, entry]) => row(text, entry)));
  $("more").hidden = found.size <= most;
  $("more").textContent = `Show all ${found.size.toLocaleString("en")}`;
}

function row(text, { first, times, low, high }) {
  const jump = document.createElement("button");
  jump.type = "button";
  jump.className = "jump";
  jump.append(isolated(text));
  jump.addEventListener("click", () => goTo(first));
  const range = written(low) === written(high) ? written(low) : `${written(low)} to ${written(high)}`;
  const line = document.createElement("tr");
  for (const content of [jump, times, range]) {
    const cell = document.createElement("td");
    cell.append(content);
    line.append(cell);
  }
  return line;
}
