// The languages of a service with several bundles: which one is chosen, and who read a text.

import { $, state } from "./page.js";
import { ask } from "./service.js";

export const AUTO = "auto";

/** Ask which bundles are served; with several, offer their languages and their names. */
export async function offerLanguages(wait) {
  const { models } = await ask("v1/models", null, { wait });
  state.several = models.length > 1;
  $("languages").hidden = !state.several;
  if (!state.several) return;
  const tags = models.flatMap((model) => model.chosen_for).sort((a, b) => nameOf(a).localeCompare(nameOf(b), "en"));
  $("language").replaceChildren(
    new Option("found out by paragraph", AUTO),
    group("Language", tags.map((tag) => [nameOf(tag), tag])),
    group("Bundle", models.map((model) => [`${model.name} ${model.version}`, model.name])),
  );
}

function group(label, options) {
  const made = Object.assign(document.createElement("optgroup"), { label });
  made.append(...options.map(([text, value]) => new Option(text, value)));
  return made;
}

function nameOf(tag) {
  try {
    return new Intl.DisplayNames(["en"], { type: "language" }).of(tag);
  } catch {
    return tag;
  }
}

/** Give the fields of a request that choose a language; none with one bundle. */
export const languageFields = () => (state.several ? { language: $("language").value } : {});

/** Say the language of an answer and who read it; nothing with one bundle. */
export function readBy({ language, model }) {
  if (!state.several) return [];
  return [language === "und" ? "language unknown" : nameOf(language), `read by ${model}`];
}
