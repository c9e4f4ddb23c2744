// The page for people: tags a text once, finds its names at any threshold, and shows the redacted text.
// Nothing is stored, and only the service that serves the page is asked.

import { askKey, listenToAccess } from "./access.js";
import { runsOf } from "./names.js";
import { languageFields, offerLanguages, readBy } from "./languages.js";
import { followTip, hideTip, listNames, marked, pointAt, showMarked, showNames, step } from "./marked.js";
import { $, count, hideBusy, hideProblem, on, say, showBusy, showProblem, state, waitWords } from "./page.js";
import {
  copy,
  download,
  endRedaction,
  redactSoon,
  showOperator,
  showReplacement,
  staleRedaction,
} from "./redaction.js";
import { Failure, ask, tooLong, useKeysOf } from "./service.js";

const ENDINGS = /\.(txt|md|csv|html)$/i;

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
  if (most && file.size > most) throw new Failure(tooLong(state.model.limits));
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

/* Tagging. */

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
    if (!state.model) await describeModel();
    const answer = await ask("v1/tag", tagRequest(text), { signal, wait: waitWords, limits: state.model.limits });
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
    fields: ["starts", "ends", "name_probabilities", "names", ...(state.several ? ["language", "model"] : [])],
    ...languageFields(),
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
  $("compose").hidden = true;
  $("result").hidden = false;
  $("source").textContent = [
    state.file?.name,
    count(state.tagged.starts.length, "token", "tokens"),
    ...readBy(answer),
  ].filter(Boolean).join(" · ");
  showMarked();
  redactSoon(0);
  $("found").focus();
}

/* The threshold. */

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

async function describeModel() {
  const model = await ask("v1/model", null, { wait: waitWords });
  await offerLanguages(waitWords);
  state.model = model;
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
  on("dismiss", "click", hideProblem);
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
  on("marked", "token", ({ detail }) => showReplacement(detail));
  on("marked", "click", ({ target }) => showReplacement(Number(target.closest(".token")?.dataset.token ?? -1)));
  on("marked", "pointerleave", hideTip);
  on("marked", "scroll", followTip);
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
  document.addEventListener("scroll", followTip, { passive: true });
  document.addEventListener("keydown", ({ key }) => key === "Escape" && (hideTip(), hideProblem()));
}

/** Go back to the text, and forget what was found. */
function compose() {
  endRedaction();
  Object.assign(state, { text: "", tagged: null, names: [], redacted: null });
  marked.show("", () => []);
  $("rows").replaceChildren();
  $("result").hidden = true;
  $("compose").hidden = false;
  hideTip();
  hideProblem();
  $("text").setSelectionRange(0, 0);
  $("text").focus();
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

listenToCompose();
listenToResult();
listenToDrops();
listenToAccess();
useKeysOf(askKey);
showOperator();
describeSource();
performance.mark("usable");
describeModel().catch(showProblem);
