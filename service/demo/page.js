// What all parts of the page share: its elements, its state, and what it says.

import { Failure } from "./service.js";

export const $ = (id) => document.getElementById(id);

export const state = {
  model: null, // what GET /v1/model answers
  several: false, // whether the service has several bundles
  file: null, // {name, text} of a file until somebody edits the text
  text: "", // the tagged text
  tagged: null, // {starts, ends, probabilities, runs}
  names: [], // [first, last] tokens of the names at the threshold
  threshold: 0.5,
  preset: "high_recall", // null where the slider decides
  redacted: null, // what POST /v1/redact answered
  current: -1, // the token that the arrow keys are at
};

export const count = (number, one, many) => `${number.toLocaleString("en")} ${number === 1 ? one : many}`;

/** Say something to those who hear the page. */
export const say = (words) => ($("status").textContent = words);

/** Say what takes time, with a way to cancel it. */
export function showBusy(words) {
  $("busy-text").textContent = words;
  $("busy").hidden = false;
  $("find").disabled = true;
  say(words);
}

export function hideBusy() {
  $("busy").hidden = true;
  $("find").disabled = false;
}

/** Say that the service has no time, and when it is asked again. */
export function waitWords(words, seconds) {
  const line = `${words}; the next try is in ${count(seconds, "second", "seconds")}.`;
  for (const id of ["busy-text", "missed"]) $(id).textContent = line;
  if (!state.model) $("model").textContent = words;
  say(line);
}

/** Say what went wrong; words of a Failure are for people. */
export function showProblem(error) {
  if (error?.name === "AbortError") return;
  if (!(error instanceof Failure)) console.error(error);
  $("problem-text").textContent = error instanceof Failure ? error.message : "The page failed. Load it again.";
  $("problem").hidden = false;
}

export const hideProblem = () => ($("problem").hidden = true);

/** Act on an event; what fails is shown. */
export const on = (id, kind, act) =>
  $(id).addEventListener(kind, async (event) => {
    try {
      await act(event);
    } catch (error) {
      showProblem(error);
    }
  });
