// The redacted text beside: asked of the service whenever threshold or operator rest.

import { languageFields } from "./languages.js";
import { mark, nameOf } from "./marked.js";
import { firstAtLeast } from "./names.js";
import { $, say, showProblem, state, waitWords } from "./page.js";
import { TextPane } from "./pane.js";
import { Failure, ask } from "./service.js";

export const redacted = new TextPane($("redacted"));
let redacting = null;
let timer = 0;

/** Ask for the redacted text when nothing has changed for a while. */
export function redactSoon(milliseconds = 300) {
  if (!state.tagged) return;
  staleRedaction();
  clearTimeout(timer);
  timer = setTimeout(() => redact().catch(showProblem), milliseconds);
}

/** Say that the redacted text is not that of the threshold any more. */
export function staleRedaction() {
  redacting?.abort();
  state.redacted = null;
  $("redacted").setAttribute("aria-busy", "true");
  $("copy").disabled = $("download").disabled = true;
}

/** Ask for nothing any more, and forget the text. */
export function endRedaction() {
  redacting?.abort();
  clearTimeout(timer);
  redacted.show("", () => []);
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
      ...languageFields(),
    };
    state.redacted = await ask("v1/redact", body, { signal, wait: waitWords, limits: state.model.limits });
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

/** Take over the names of the redacted text, should they differ: those are the ones that are replaced. */
function showRedactedNames() {
  const { starts, ends } = state.tagged;
  const names = state.redacted.names.map(({ start, end }) => [firstAtLeast(starts, start), firstAtLeast(ends, end)]);
  if (String(names) !== String(state.names)) mark(names);
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
    mark.dataset.name = k;
    mark.textContent = text.slice(start, end);
    nodes.push(mark);
  }
  if (to > end) nodes.push(text.slice(end, to));
  return nodes;
}

/** Show what stands in the place of a token's name. */
export function showReplacement(i) {
  const k = state.redacted ? state.names.indexOf(nameOf(i)) : -1;
  $("redacted").querySelector(".current")?.classList.remove("current");
  if (k < 0) return;
  redacted.reveal(state.redacted.names[k].redacted_start);
  redacted.find(`[data-name="${k}"]`)?.classList.add("current");
}

/** Put the redacted text on the clipboard. */
export async function copy() {
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

/** Save the redacted text under the name of its file. */
export function download() {
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

/** Show the fields of the chosen operator. */
export function showOperator() {
  for (const field of document.querySelectorAll("[data-for]")) {
    field.hidden = !field.dataset.for.split(" ").includes($("operator").value);
  }
}
