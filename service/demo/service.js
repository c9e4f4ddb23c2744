// The one place that asks the service, and says in words for people what went wrong.

const TRIES = 5;

let key = null; // in memory alone
let askKey = null;

/** Say who asks the person for a key: a function that is told why and gives the key. */
export const useKeysOf = (ask) => (askKey = ask);

const KEY_WANTED = "Its operator gives keys. The page does not store yours: it is forgotten when you leave.";

/** An error whose message is for the person before the page. */
export class Failure extends Error {}

/**
 * Ask the service; wait and try again while it is busy or still loading.
 *
 * @param {string} path Relative to the page, so that it works behind a prefix.
 * @param {object|null} body What to post; null gets.
 * @param {object} options `signal` ends it; `wait(words, seconds)` is told of every wait; `limits` are the service's.
 */
export async function ask(path, body, { signal, wait, limits = null }) {
  for (let attempt = 1; ; attempt++) {
    const response = await request(path, body, signal);
    if (response.ok) return response.json();
    const problem = await response.json().catch(() => ({}));
    if (response.status === 401) {
      key = await askKey(key ? "The service does not know this key. Check it and try again." : KEY_WANTED);
      attempt = 0;
      continue;
    }
    if (![429, 503].includes(response.status) || attempt === TRIES) {
      throw new Failure(wordsFor(response.status, problem, limits));
    }
    const seconds = Math.min(Math.max(Number(response.headers.get("Retry-After")) || 2, 1), 30);
    wait(response.status === 429 ? "The service is busy" : "The service is not ready yet", seconds);
    await pause(1000 * seconds, signal);
  }
}

async function request(path, body, signal) {
  const headers = {
    ...(body ? { "Content-Type": "application/json" } : {}),
    ...(key ? { Authorization: `Bearer ${key}` } : {}),
  };
  const content = body ? { method: "POST", body: JSON.stringify(body) } : {};
  try {
    return await fetch(path, { cache: "no-store", signal, headers, ...content });
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

function wordsFor(status, { title = "", detail = "" }, limits) {
  switch (status) {
    case 413:
      return tooLong(limits);
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

/** Say what the service takes at most; the limits are those of GET /v1/model, or null. */
export function tooLong(limits) {
  const most = limits
    ? ` It takes ${limits.max_tokens.toLocaleString("en")} words and punctuation marks, ${megabytes(limits.max_body_bytes)}.`
    : "";
  return `The text is too long for this page.${most} For longer ones use the command “nomen redact”.`;
}

const megabytes = (bytes) => `${(bytes / 1e6).toFixed(1)} MB`;
