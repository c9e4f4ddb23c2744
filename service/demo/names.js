// From probabilities to names, at any threshold, while the slider moves. What the service settles beside the
// probabilities (titles, punctuation, the ends of lines) shows when the redacted text has come.

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
