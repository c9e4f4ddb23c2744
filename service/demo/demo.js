// The page for people: tags a text once, finds its names at any threshold, and shows the redacted text.
// Nothing is stored, and only the service that serves the page is asked.

const PIECE = 1500; // characters of a piece of a text, about
const SHADED = 0.02; // tokens below this have no shade
const STEP = 0.05; // the arrow keys go from one token at or above this to the next
const ROWS = 100; // rows of the list before "Show all"
const TRIES = 5;
const PRESETS = ["high_recall", "balanced", "high_precision"];
const ENDINGS = /\.(txt|md|csv|html)$/i;
const RIGHT_TO_LEFT = /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u;

const CONTINUES = /^[\p{M}\p{Cf}\p{Emoji_Modifier}\udc00-\udfff]/u; // the character before it

/**
 * Find the names at a threshold: maximal runs of tokens at or above it.
 *
 * Where a token is likelier to begin a name than to continue one, a name ends before it, and so
 * at every threshold. The answer gives those places as the names at threshold 0.
 *
 * @param {number} threshold Lowest name probability of a name's token, 0 to 1.
 * @param {ArrayLike<number>} probabilities The name probability of each token.
 * @param {[number, number][]} runs First and last token of each name at threshold 0.
 * @returns {[number, number][]} First and last token of each name.
 */
export function namesAt(threshold, probabilities, runs) {
  const names = [];
  for (const [first, last] of runs) {
    let start = -1;
    for (let i = first; i <= last + 1; i++) {
      const isName = i <= last && probabilities[i] >= threshold;
      if (isName && start < 0) start = i;
      if (!isName && start >= 0) {
        names.push([start, i - 1]);
        start = -1;
      }
    }
  }
  return names;
}

/**
 * Give the runs that `namesAt` expects: the names at threshold 0, and what lies between them.
 *
 * Only the tokens of tags are in no name at threshold 0. The value of an attribute may be one at a
 * higher threshold, so they are runs of their own.
 */
export function runsOf(names, numTokens) {
  const runs = [];
  let next = 0;
  for (const { first_token: first, last_token: last } of names) {
    if (next < first) runs.push([next, first - 1]);
    runs.push([first, last]);
    next = last + 1;
  }
  if (next < numTokens) runs.push([next, numTokens - 1]);
  return runs;
}

/** Cut a text into pieces of about `size` characters: after a line end, else a blank, never inside a character. */
export function piecesOf(text, size = PIECE) {
  const pieces = [];
  for (let start = 0; start < text.length; ) {
    const end = endOfPiece(text, start, size);
    const line = text.lastIndexOf("\n", start - 1) + 1;
    pieces.push({ start, end, dir: line < start || text[end - 1] !== "\n" ? directionOf(text, line) : "" });
    start = end;
  }
  return pieces;
}

function endOfPiece(text, start, size) {
  if (text.length - start <= size) return text.length;
  const line = text.lastIndexOf("\n", start + size) + 1;
  if (line > start) return line;
  const near = text.indexOf("\n", start + size) + 1;
  if (near && near - start <= 2 * size) return near;
  const blank = text.lastIndexOf(" ", start + size) + 1;
  if (blank > start) return blank;
  let end = start + size;
  while (end < text.length && (text[end - 1] === "\u200d" || CONTINUES.test(text.slice(end, end + 2)))) end++;
  return end;
}

/** Give the direction of the first letter from `start` on, as `dir=auto` finds it. */
function directionOf(text, start) {
  const letter = /\p{L}/u.exec(text.slice(start, start + 10_000))?.[0];
  return letter && RIGHT_TO_LEFT.test(letter) ? "rtl" : "ltr";
}

/** Give the first index of a sorted array where `key` of the element is at least `value`. */
export function firstAtLeast(values, value, key = (element) => element) {
  let low = 0;
  let high = values.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (key(values[middle]) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Write a probability for people. */
export function written(probability) {
  if (probability < 0.001) return "< 0.001";
  return probability > 0.999 && probability < 1 ? "> 0.999" : probability.toFixed(3);
}

/** A pane with a text in pieces. All text stands in it at once; what is near the view is decorated. */
class TextPane {
  constructor(element) {
    this.element = element;
    this.pieces = [];
    this.observer = new IntersectionObserver((entries) => this.#see(entries), {
      root: element,
      rootMargin: "50% 0px",
    });
  }

  /** Show a text; `decorate(start, end)` gives the nodes of a part of it. */
  show(text, decorate) {
    this.observer.disconnect();
    this.decorate = decorate;
    this.pieces = piecesOf(text).map(({ start, end, dir }) => {
      const element = document.createElement("div");
      element.className = "piece";
      if (dir) element.dir = dir;
      element.textContent = text.slice(start, end);
      return { element, start, end, isNear: false, isFresh: false };
    });
    this.byElement = new Map(this.pieces.map((piece) => [piece.element, piece]));
    this.element.replaceChildren(...this.pieces.map((piece) => piece.element));
    this.element.scrollTop = 0;
    for (const piece of this.pieces) this.observer.observe(piece.element);
  }

  say(words) {
    this.show("", () => []);
    const line = document.createElement("p");
    line.className = "empty";
    line.textContent = words;
    this.element.replaceChildren(line);
  }

  /** Decorate anew what is near the view, and the rest when it comes near. */
  refresh() {
    for (const piece of this.pieces) {
      piece.isFresh = false;
      if (piece.isNear) this.#draw(piece);
    }
  }

  /** Scroll to an offset of the text, and decorate its piece. */
  reveal(offset) {
    const piece = this.pieces.find(({ end }) => offset < end);
    if (!piece) return;
    this.#draw(piece);
    piece.element.scrollIntoView({ block: "nearest" });
  }

  /** Give the offset in the text of a place in the page, or -1. */
  offsetOf(node, offset) {
    const piece = this.byElement?.get(node.parentElement?.closest(".piece"));
    if (!piece) return -1;
    const range = document.createRange();
    range.setStart(piece.element, 0);
    range.setEnd(node, offset);
    return piece.start + range.toString().length;
  }

  #see(entries) {
    for (const { target, isIntersecting } of entries) {
      const piece = this.byElement.get(target);
      if (!piece) continue;
      piece.isNear = isIntersecting;
      if (isIntersecting) this.#draw(piece);
    }
  }

  #draw(piece) {
    if (piece.isFresh) return;
    piece.element.replaceChildren(...this.decorate(piece.start, piece.end));
    piece.isFresh = true;
  }
}

/** An error whose message is for the person before the page. */
class Failure extends Error {}

/** Ask the service; wait and try again while it is busy or still loading. */
async function ask(path, body, { signal, wait = () => {} }) {
  for (let attempt = 1; ; attempt++) {
    const response = await request(path, body, signal);
    if (response.ok) return response.json();
    const problem = await response.json().catch(() => ({}));
    if (![429, 503].includes(response.status) || attempt === TRIES) {
      throw new Failure(wordsFor(response.status, problem));
    }
    const seconds = Math.min(Math.max(Number(response.headers.get("Retry-After")) || 2, 1), 30);
    wait(response.status === 429 ? "The service is busy" : "The service is not ready yet", seconds);
    await pause(1000 * seconds, signal);
  }
}

async function request(path, body, signal) {
  const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    return await fetch(path, { cache: "no-store", signal, ...(body ? options : {}) });
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Failure("The service cannot be reached. Check the connection and try again.");
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, milliseconds);
    signal?.addEventListener("abort", () => (clearTimeout(timer), reject(signal.reason)), { once: true });
  });
}

function wordsFor(status, { title = "", detail = "" }) {
  switch (status) {
    case 413:
      return tooLong();
    case 429:
      return "The service is busy with other requests. Wait a moment and try again.";
    case 503:
      return "The service is not ready: it is starting or shutting down. Wait a moment and try again.";
    case 504:
      return "The service did not finish in time. Try again, or take a shorter text.";
    default:
      return title ? `${title}: ${detail}` : `The service failed (status ${status}).`;
  }
}

function tooLong() {
  const limits = state.model?.limits;
  const most = limits
    ? ` It takes ${limits.max_tokens.toLocaleString("en")} words and punctuation marks, ${megabytes(limits.max_body_bytes)}.`
    : "";
  return `The text is too long for this page.${most} For longer ones use the command “nomen redact”.`;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
const $ = (id) => document.getElementById(id);

const state = {
  model: null, // what GET /v1/model answers
  file: null, // {name, text} of a file until somebody edits the text
  text: "", // the tagged text
  tagged: null, // {starts, ends, probabilities, runs}
  names: [], // [first, last] tokens of the names at the threshold
  threshold: 0.5,
  preset: "high_recall", // null where the slider decides
  redacted: null, // what POST /v1/redact answered
  current: -1, // the token that the arrow keys are at
};

/* The text: typed, pasted, dropped or a sample. */

const sourceText = () => state.file?.text ?? $("text").value;

function describeSource() {
  const { length } = sourceText();
  $("size").textContent = [state.file?.name, length ? count(length, "character", "characters") : ""]
    .filter(Boolean)
    .join(" · ");
  $("clear").hidden = length === 0;
}

function setText(text, name = null) {
  $("text").value = text; // which makes \r\n \n; the file's own text is tagged
  state.file = name === null ? null : { name, text };
  describeSource();
}

async function openFile(file) {
  if (!ENDINGS.test(file.name)) {
    throw new Failure(
      "This page opens .txt, .md, .csv and .html files. For other kinds use the command “nomen redact”.",
    );
  }
  const most = state.model?.limits.max_body_bytes;
  if (most && file.size > most) throw new Failure(tooLong());
  setText(decode(await file.arrayBuffer()), file.name);
  await findNames();
}

function decode(bytes) {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new Failure("The file is not in UTF-8. Save it in UTF-8 and open it again.");
  }
}

/* Tagging and its names. */

let tagging = null;

async function findNames() {
  const text = sourceText();
  hideProblem();
  if (!text.trim()) {
    $("text").focus();
    throw new Failure("There is no text yet. Paste or type one, or try a sample.");
  }
  tagging?.abort();
  const { signal } = (tagging = new AbortController());
  showBusy(`Reading ${count(text.length, "character", "characters")} …`);
  try {
    const answer = await ask("v1/tag", tagRequest(text), { signal, wait: waitWords });
    take(text, answer);
  } finally {
    if (signal === tagging?.signal) hideBusy();
  }
}

function tagRequest(text) {
  return {
    text,
    threshold: 0, // then names end where they end at every threshold; see namesAt
    offset_unit: "utf16",
    consistent: true, // as redaction does
    fields: ["starts", "ends", "name_probabilities", "names"],
  };
}

function take(text, answer) {
  state.text = text;
  state.tagged = {
    starts: Uint32Array.from(answer.starts),
    ends: Uint32Array.from(answer.ends),
    probabilities: Float64Array.from(answer.name_probabilities),
    runs: runsOf(answer.names, answer.starts.length),
  };
  state.current = -1;
  $("compose").hidden = true;
  $("result").hidden = false;
  $("source").textContent = [
    state.file?.name,
    count(state.tagged.starts.length, "token", "tokens"),
  ].filter(Boolean).join(" · ");
  marked.show(text, markedNodes);
  showNames();
  redactSoon(0);
  $("found").focus();
}

/** Find the names at the threshold and show them; no request is made. */
function showNames() {
  const { probabilities, runs } = state.tagged;
  mark(namesAt(state.threshold, probabilities, runs));
}

/** Take over the names of the redacted text, should they differ: those are the ones that are replaced. */
function showRedactedNames() {
  const { starts, ends } = state.tagged;
  const names = state.redacted.names.map(({ start, end }) => [firstAtLeast(starts, start), firstAtLeast(ends, end)]);
  if (String(names) !== String(state.names)) mark(names);
}

function mark(names) {
  state.names = names;
  $("found").textContent = state.names.length ? count(state.names.length, "name found", "names found") : "No names found";
  marked.refresh();
  hideTip();
  if ($("list").open) listNames();
}

function showThreshold() {
  $("threshold").value = state.threshold;
  $("value").textContent = Number(state.threshold.toFixed(3));
  $("threshold").setAttribute("aria-valuetext", `${$("value").textContent}${state.preset ? ", a preset" : ""}`);
  for (const radio of document.getElementsByName("preset")) radio.checked = radio.value === state.preset;
}

function setThreshold(threshold, preset) {
  Object.assign(state, { threshold, preset });
  showThreshold();
  if (state.tagged) showNames();
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

/* The number of a token, by pointer or by keys. */

function nameOf(i) {
  const k = firstAtLeast(state.names, i, ([, last]) => last);
  return k < state.names.length && state.names[k][0] <= i ? state.names[k] : null;
}

const spanText = (first, last) => state.text.slice(state.tagged.starts[first], state.tagged.ends[last]);

function describe(i) {
  const name = nameOf(i);
  const whole = name && name[0] < name[1] ? `, in the name ${spanText(...name)}` : name ? ", a name" : "";
  return `${spanText(i, i)}: ${written(state.tagged.probabilities[i])}${whole}`;
}

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
  tip.textContent = describe(i);
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  const left = Math.max(8, Math.min(x - width / 2, innerWidth - width - 8));
  tip.style.transform = `translate(${left}px, ${y > height + 12 ? y - height - 6 : y + 28}px)`;
}

const hideTip = () => ($("tip").hidden = true);

function pointAt(event) {
  const token = event.target.closest(".token");
  const i = token ? Number(token.dataset.token) : tokenAt(event.clientX, event.clientY);
  if (i < 0) return hideTip();
  const box = token?.getBoundingClientRect();
  showTip(i, event.clientX, box && box.height < 60 ? box.top : event.clientY - 14);
}

function step(event) {
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
function goTo(i) {
  state.current = i;
  marked.reveal(state.tagged.starts[i]);
  const node = $("marked").querySelector(`[data-token="${i}"]`);
  if (!node) return;
  node.tabIndex = -1;
  node.focus({ preventScroll: true });
  node.scrollIntoView({ block: "nearest" });
  const box = node.getBoundingClientRect();
  showTip(i, box.left + box.width / 2, box.top);
  say(describe(i));
}

/* The list of names. */

function listNames(most = ROWS) {
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
  jump.append(Object.assign(document.createElement("bdi"), { textContent: text, translate: false }));
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

/* The redacted text. */

let redacting = null;
let redactTimer = 0;

function redactSoon(milliseconds = 300) {
  if (!state.tagged) return;
  staleRedaction();
  clearTimeout(redactTimer);
  redactTimer = setTimeout(() => redact().catch(showProblem), milliseconds);
}

function staleRedaction() {
  redacting?.abort();
  state.redacted = null;
  $("redacted").setAttribute("aria-busy", "true");
  $("copy").disabled = $("download").disabled = true;
}

function operator() {
  const kind = $("operator").value;
  const fields = {
    replace: { with: $("with").value },
    number: { template: $("template").value },
    mask: { character: $("character").value, keep_first: $("keep").valueAsNumber || 0 },
    hash: { key: $("key").value, length: $("length").valueAsNumber || 16 },
    surrogate: { key: $("key").value },
    remove: {},
  };
  return { kind, ...fields[kind] };
}

async function redact() {
  const { signal } = (redacting = new AbortController());
  const chosen = operator();
  if (chosen.key === "") {
    redacted.say("Type a key to see the redacted text.");
    $("redacted").removeAttribute("aria-busy");
    $("missed").textContent = "";
    return;
  }
  try {
    const body = {
      text: state.text,
      operator: chosen,
      threshold: state.preset ?? state.threshold,
      offset_unit: "utf16",
      consistent: true,
    };
    state.redacted = await ask("v1/redact", body, { signal, wait: waitWords });
    showRedacted();
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof Failure)) throw error;
    redacted.say(error.message);
    say(error.message);
    $("missed").textContent = "";
  } finally {
    if (!signal.aborted) $("redacted").removeAttribute("aria-busy");
  }
}

function showRedacted() {
  const { text, names, expected_missed: missed } = state.redacted;
  showRedactedNames();
  const top = $("redacted").scrollTop;
  redacted.show(text, (from, to) => redactedNodes(text, names, from, to));
  $("redacted").scrollTop = top;
  $("copy").disabled = $("download").disabled = false;
  $("missed").textContent = Number.isFinite(missed)
    ? `Expect about ${Math.round(100 * missed)} in 100 words of names to be missed, as on the sentences that were measured. Read the text before you pass it on.`
    : "No measurement exists for this threshold; those of the presets are above. Read the text before you pass it on.";
}

function redactedNodes(text, names, from, to) {
  const nodes = [];
  let end = from;
  for (let k = firstAtLeast(names, from, (name) => name.redacted_end); k < names.length; k++) {
    const start = Math.max(names[k].redacted_start, from);
    if (start >= to) break;
    if (start > end) nodes.push(text.slice(end, start));
    end = Math.min(names[k].redacted_end, to);
    const mark = document.createElement("mark");
    mark.className = "replacement";
    mark.textContent = text.slice(start, end);
    nodes.push(mark);
  }
  if (to > end) nodes.push(text.slice(end, to));
  return nodes;
}

async function copy() {
  const { text } = state.redacted;
  if (navigator.clipboard) await navigator.clipboard.writeText(text).catch(() => copyBySelection(text));
  else copyBySelection(text); // without TLS there is no clipboard
  confirmOn($("copy"), "Copied");
}

function copyBySelection(text) {
  const field = Object.assign(document.createElement("textarea"), { value: text, className: "unseen" });
  document.body.append(field);
  field.select();
  document.execCommand("copy");
  field.remove();
}

function download() {
  const [, stem, ending] = /^(.*?)(\.\w+)?$/.exec(state.file?.name ?? "text.txt");
  const url = URL.createObjectURL(new Blob([state.redacted.text], { type: "text/plain;charset=utf-8" }));
  Object.assign(document.createElement("a"), { href: url, download: `${stem}.redacted${ending ?? ".txt"}` }).click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
  confirmOn($("download"), "Saved");
}

function confirmOn(button, words) {
  const before = (button.dataset.label ??= button.textContent);
  button.textContent = words;
  say(words);
  setTimeout(() => (button.textContent = before), 2000);
}

/* What the page says. */

const say = (words) => ($("status").textContent = words);

function showBusy(words) {
  $("busy-text").textContent = words;
  $("busy").hidden = false;
  $("find").disabled = true;
  say(words);
}

function hideBusy() {
  $("busy").hidden = true;
  $("find").disabled = false;
}

function waitWords(words, seconds) {
  const line = `${words}; the next try is in ${count(seconds, "second", "seconds")}.`;
  $("busy-text").textContent = line;
  say(line);
}

function showProblem(error) {
  if (error?.name === "AbortError") return;
  if (!(error instanceof Failure)) console.error(error);
  $("problem").textContent = error instanceof Failure ? error.message : "The page failed. Load it again.";
  $("problem").hidden = false;
}

const hideProblem = () => ($("problem").hidden = true);

async function describeModel() {
  const model = (state.model = await ask("v1/model", null, { wait: waitWords }));
  $("model").textContent = `${model.name} ${model.version}`;
  $("model").title = model.description;
  for (const radio of document.getElementsByName("preset")) {
    radio.closest("label").hidden = !(radio.value in model.presets);
    const [recall, precision] = ["recall", "precision"].map((kind) => model.metrics[`${radio.value}/${kind}`]);
    const measured = recall === undefined ? "" : `found ${Math.round(100 * recall)} %, right ${Math.round(100 * precision)} %`;
    radio.closest("label").querySelector(".measured").textContent = measured;
  }
  if (state.preset) setThreshold(model.presets[state.preset] ?? model.default_threshold, state.preset);
}

/* Everything that a person does. */

const on = (id, kind, act) =>
  $(id).addEventListener(kind, async (event) => {
    try {
      await act(event);
    } catch (error) {
      showProblem(error);
    }
  });

let marked;
let redacted;

function start() {
  marked = new TextPane($("marked"));
  redacted = new TextPane($("redacted"));
  listenToCompose();
  listenToResult();
  listenToDrops();
  showOperator();
  describeSource();
  performance.mark("usable");
  describeModel().catch(showProblem);
}

function listenToCompose() {
  on("text", "input", () => ((state.file = null), hideProblem(), describeSource()));
  on("text", "keydown", (event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && findNames());
  on("find", "click", findNames);
  on("clear", "click", () => (setText(""), $("text").focus()));
  on("file", "change", async ({ target }) => {
    const [file] = target.files;
    target.value = "";
    if (file) await openFile(file);
  });
  on("cancel", "click", () => (tagging?.abort(), hideBusy(), say("Cancelled")));
  for (const template of document.querySelectorAll("template[data-sample]")) {
    const button = Object.assign(document.createElement("button"), { type: "button", id: `sample-${$("samples").childElementCount}` });
    button.textContent = template.dataset.sample;
    $("samples").append(button);
    on(button.id, "click", () => (setText(template.content.textContent), findNames()));
  }
}

function listenToResult() {
  on("presets", "change", ({ target }) => {
    setThreshold(state.model?.presets[target.value] ?? state.threshold, target.value);
    redactSoon();
  });
  on("threshold", "input", ({ target }) => (setThreshold(target.valueAsNumber, null), staleRedaction()));
  on("threshold", "change", () => redactSoon());
  on("marked", "pointermove", pointAt);
  on("marked", "pointerleave", hideTip);
  on("marked", "scroll", hideTip);
  on("marked", "focusout", hideTip);
  on("marked", "keydown", step);
  on("operator", "change", () => (showOperator(), redactSoon(0)));
  for (const id of ["with", "template", "character", "keep", "key", "length"]) on(id, "input", () => redactSoon());
  on("copy", "click", copy);
  on("download", "click", download);
  on("list", "toggle", () => $("list").open && listNames());
  on("more", "click", () => listNames(Infinity));
  on("edit", "click", compose);
  on("restart", "click", () => (setText(""), compose()));
  document.addEventListener("keydown", ({ key }) => key === "Escape" && (hideTip(), hideProblem()));
}

function compose() {
  redacting?.abort();
  clearTimeout(redactTimer);
  Object.assign(state, { text: "", tagged: null, names: [], redacted: null });
  for (const pane of [marked, redacted]) pane.show("", () => []);
  $("rows").replaceChildren();
  $("result").hidden = true;
  $("compose").hidden = false;
  hideTip();
  hideProblem();
  $("text").focus();
}

function showOperator() {
  for (const field of document.querySelectorAll("[data-for]")) {
    field.hidden = !field.dataset.for.split(" ").includes($("operator").value);
  }
}

function listenToDrops() {
  const hasFile = (event) => event.dataTransfer?.types.includes("Files");
  const show = (isOver) => ($("drop").hidden = !isOver);
  document.addEventListener("dragover", (event) => hasFile(event) && (event.preventDefault(), show(true)));
  document.addEventListener("dragleave", (event) => event.relatedTarget === null && show(false));
  document.addEventListener("drop", async (event) => {
    if (!hasFile(event)) return;
    event.preventDefault();
    show(false);
    try {
      if (event.dataTransfer.files.length > 1) throw new Failure("One file at a time, please.");
      await openFile(event.dataTransfer.files[0]);
    } catch (error) {
      showProblem(error);
    }
  });
}

if (globalThis.document) start();
