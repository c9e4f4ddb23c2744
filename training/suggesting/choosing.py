"""Chooses candidates by the bundle's doubts and by their variety."""

import heapq
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence

from nomen.training.suggesting.candidates import Candidate, Feature

LENGTH_POWER = 0.5
"""Power of a sentence's length that its worth is divided by; see `choose`."""
MOST_SHARED = 0.8
"""Share of common forms from which two sentences are nearly the same."""
POOL_FACTOR = 5
"""Candidates that are kept while texts are read, for each one that is asked for."""
POOL_MORE = 10_000
"""Candidates that are read before the pool is cut down again."""


class Coverage:
    """What the chosen sentences tell about the bundle's doubts.

    The worth of sentences is the sum over all doubts of 1 - exp(-m), where m is the entropy that
    they have of that doubt. So a doubt is worth less each time that it is covered.

    *Source:* Wei, Iyer and Bilmes, Submodularity in Data Subset Selection and Active Learning,
    2015, section 3: a feature-based function with a concave function of each feature's sum.
    """

    def __init__(self) -> None:
        self._left: dict[Feature, float] = {}

    def gain(self, candidate: Candidate) -> float:
        """Give what a sentence would add."""
        left = self._left
        return sum(
            left.get(doubt, 1.0) * -math.expm1(-entropy)
            for doubt, entropy in candidate.doubts.items()
        )

    def add(self, candidate: Candidate) -> None:
        """Count a sentence as chosen."""
        for doubt, entropy in candidate.doubts.items():
            self._left[doubt] = self._left.get(doubt, 1.0) * math.exp(-entropy)


class Chosen:
    """Finds near-duplicates among chosen sentences, without comparing all pairs.

    Two sentences are nearly the same if the share of common forms (Jaccard's) is 0.8 or more. Then
    they also share a form among the first fifth of each, in any common order of forms.

    *Source:* Broder, On the Resemblance and Containment of Documents, 1997; Bayardo, Ma and
    Srikant, Scaling Up All Pairs Similarity Search, 2007, section 3.
    """

    def __init__(self) -> None:
        self._by_form: dict[str, list[frozenset[str]]] = defaultdict(list)

    def has_near(self, forms: frozenset[str]) -> bool:
        """Tell whether a chosen sentence is nearly the same."""
        return any(
            len(forms & other) >= MOST_SHARED * len(forms | other)
            for form in _first_forms(forms)
            for other in self._by_form.get(form, ())
        )

    def add(self, forms: frozenset[str]) -> None:
        """Remember the forms of a sentence."""
        for form in _first_forms(forms):
            self._by_form[form].append(forms)


def _first_forms(forms: frozenset[str]) -> Sequence[str]:
    """Give the forms of which nearly equal sentences share one; long words, being rarer, first."""
    ordered = sorted(forms, key=lambda form: (-len(form), form))
    return ordered[: len(ordered) - math.ceil(MOST_SHARED * len(ordered)) + 1]


def choose(
    candidates: Sequence[Candidate], number: int, *, length_power: float = LENGTH_POWER
) -> list[Candidate]:
    """Choose sentences one by one, each time the one that is worth most beside those before it.

    The worth of a sentence is what it adds to the coverage of all doubts, divided by a power of its
    number of tokens: 0 prefers long sentences, 1 short ones. Of sentences that are nearly the same,
    one is chosen.

    *Source:* Lin and Bilmes, Multi-document Summarization via Budgeted Maximization of Submodular
    Functions, 2010, algorithm 1; Minoux, Accelerated Greedy Algorithms, 1978.

    Args:
        candidates: The sentences.
        number: How many to choose at most.
        length_power: The power, 0 to 1.

    Returns:
        The chosen ones, the best first.
    """
    coverage, chosen, found = Coverage(), Chosen(), list[Candidate]()

    def worth(candidate: Candidate) -> float:
        return float(coverage.gain(candidate) / len(candidate.tokens) ** length_power)

    heap = [(-worth(candidate), i, 0) for i, candidate in enumerate(candidates)]
    heapq.heapify(heap)
    while heap and len(found) < number:
        _, i, num_chosen = heapq.heappop(heap)
        candidate = candidates[i]
        if chosen.has_near(candidate.forms):
            continue
        if num_chosen < len(found):  # it was worth so much beside fewer
            heapq.heappush(heap, (-worth(candidate), i, len(found)))
            continue
        coverage.add(candidate)
        chosen.add(candidate.forms)
        found.append(candidate)
    return found


def choose_from_stream(candidates: Iterable[Candidate], number: int) -> list[Candidate]:
    """Choose sentences of a stream of any length in bounded memory; see `choose`.

    Five times as many are kept while the stream is read, chosen likewise from those kept and the
    next ones.

    *Source:* Mirzasoleiman and others, Distributed Submodular Maximization: Identifying
    Representative Elements in Massive Data, 2013, algorithm 2, one part after the other.
    """
    kept: list[Candidate] = []
    num_kept = POOL_FACTOR * number
    for candidate in candidates:
        kept.append(candidate)
        if len(kept) >= num_kept + max(POOL_MORE, num_kept):
            kept = choose(kept, num_kept)
    return choose(kept, number)
