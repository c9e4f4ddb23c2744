// Asks the person for a key, where the service asks for one. The key stays in the memory of this page.

import { $, on } from "./page.js";
import { Failure } from "./service.js";

let asked = null; // {promise, resolve, reject} while the dialog is open

/** Give the key that the person types; requests that need one at the same time share the question. */
export function askKey(why) {
  if (!asked) {
    asked = {};
    asked.promise = new Promise((resolve, reject) => Object.assign(asked, { resolve, reject }));
    $("access-why").textContent = why;
    $("access-key").value = "";
    $("access").showModal();
  }
  return asked.promise;
}

function end(settle) {
  const question = asked;
  asked = null;
  $("access-key").value = "";
  $("access").close();
  if (question) settle(question);
}

const give = (key) => key && end(({ resolve }) => resolve(key));
const leave = () => end(({ reject }) => reject(new Failure("The service asks for a key. Load the page again to give one.")));

export function listenToAccess() {
  on("access-use", "click", () => give($("access-key").value.trim()));
  on("access-key", "keydown", (event) => event.key === "Enter" && give($("access-key").value.trim()));
  on("access-leave", "click", leave);
  on("access", "cancel", (event) => (event.preventDefault(), leave()));
}
