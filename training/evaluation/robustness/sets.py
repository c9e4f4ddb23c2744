"""Measures a predictor on one kind of evaluation set at a time.

Each function gives plain results and, where calibration is measured, the tokens behind them.
"""

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import IntArray
from nomen.model.text.tokenizer import tokenize
from nomen.training.augmentation.perturbation import double_blanks
from nomen.training.data.joining import as_text, join_tokens
from nomen.training.data.labels import Span
from nomen.training.data.names.name_lists import GENDERS, NameLists
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.evaluation.intervals import (
    f1_ratio,
    lowest_to_highest,
    mean_interval,
    measure_counts,
)
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor
from nomen.training.evaluation.robustness.calibration import ScoredTokens
from nomen.training.evaluation.robustness.results import (
    BlanksResult,
    ChangedResult,
    GroupResult,
    HardNegativesResult,
    PresetResult,
    SwapsResult,
)
from nomen.training.evaluation.robustness.texts import (
    FEWEST_NAMES,
    REGIONS,
    EvaluationSet,
    Perturbed,
    Sentences,
    perturbations,
    set_to_swap,
    swap_groups,
    swapped,
)
from nomen.training.evaluation.scores import count_names

logger = logging.getLogger("nomen.train")

CLEAN = "as written"
CASINGS = ("lower", "UPPER", "Title")
BLANK_RATE = 0.2
NUM_RAW_SENTENCES = 1000

TokensByName = dict[str, ScoredTokens]


@dataclass(frozen=True, slots=True)
class Scored:
    """How a predictor did on an evaluation set.

    `counts` are the gold, predicted and correct names of each sentence, int64 (S, 3); `tokens` is
    None when the predictor gives no probabilities.
    """

    counts: IntArray
    tokens: ScoredTokens | None


def score(predictor: Predictor, evaluated: EvaluationSet) -> Scored:
    """Run a predictor on an evaluation set of at least one sentence."""
    sentences = evaluated.sentences
    documents = [sentence.tokens for sentence in sentences]
    if not isinstance(predictor, ProbabilisticPredictor):
        return Scored(_counts(sentences, predictor.predict(documents)), None)
    found = predictor.predict_probabilities(documents)
    tokens = ScoredTokens(
        probabilities=np.concatenate(found.probabilities),
        is_gold=np.concatenate([sentence.in_names() for sentence in sentences]),
        folds=np.repeat(evaluated.folds, [len(document) for document in documents]),
    )
    return Scored(_counts(sentences, found.names), tokens)


def _counts(sentences: Sentences, found: Sequence[Sequence[Span]]) -> IntArray:
    return count_names([sentence.names for sentence in sentences], found)


def measure_changed(
    predictor: Predictor, sets: Mapping[str, EvaluationSet], *, seed: int
) -> tuple[dict[str, ChangedResult], TokensByName]:
    """Measure a predictor on the sentences of several sets, changed in each way.

    Returns:
        The results by the way's name, and the tokens of each casing.
    """
    joined = EvaluationSet.joined(sets.values())
    origin = [name for name, part in sets.items() for _ in part.sentences]
    clean = score(predictor, joined)
    results, tokens = {}, {CLEAN: clean.tokens}
    for way in perturbations(joined.sentences, seed=seed):
        logger.info("suite: %s", way.name)
        chosen, changed = _rewritten(joined, way)
        if not chosen:
            continue
        found = score(predictor, changed)
        pairs = (found.counts, clean.counts[chosen])
        results[way.name] = ChangedResult(
            changed=measure_counts(pairs[0], seed=seed),
            clean=measure_counts(pairs[1], seed=seed),
            ratio=f1_ratio(*pairs, seed=seed),
            ratio_by_set=_ratio_by_set(*pairs, [origin[i] for i in chosen]),
        )
        if way.name in CASINGS:
            tokens[way.name] = found.tokens
    return results, {name: part for name, part in tokens.items() if part}


def _rewritten(evaluated: EvaluationSet, way: Perturbed) -> tuple[list[int], EvaluationSet]:
    """Change sentences; give the indices of those that count, and the changed ones."""
    sentences = [way.change(sentence) for sentence in evaluated.sentences]
    chosen = [
        i
        for i, (new, old) in enumerate(zip(sentences, evaluated.sentences, strict=True))
        if not way.is_partial or new.tokens != old.tokens
    ]
    return chosen, evaluated.with_sentences(sentences).only(chosen)


def _ratio_by_set(changed: IntArray, clean: IntArray, origin: Sequence[str]) -> dict[str, float]:
    places = np.array(origin)
    return {
        str(name): f1_ratio(changed[places == name], clean[places == name]).value
        for name in np.unique(places)
    }


def measure_blanks(
    predictor: Predictor, sets: Mapping[str, EvaluationSet], *, seed: int
) -> BlanksResult:
    """Double a fifth of the blanks of raw texts; compare tokens and names before and after.

    The texts are joined from `NUM_RAW_SENTENCES` evenly spaced sentences, or a few more.
    """
    sentences = EvaluationSet.joined(sets.values()).sentences
    step = max(1, len(sentences) // NUM_RAW_SENTENCES)
    generator = random.Random(f"{seed} blanks")  # noqa: S311  # no secret
    texts = [join_tokens(sentence.tokens).text for sentence in sentences[::step]]
    single = [tokenize(text).tokens for text in texts]
    double = [tokenize(double_blanks(text, generator, rate=BLANK_RATE)).tokens for text in texts]
    names = [predictor.predict(documents) for documents in (single, double)]
    return BlanksResult(
        num_sentences=len(texts),
        share_with_same_tokens=_share_equal(single, double),
        share_with_same_names=_share_equal(*names),
    )


def texts_with_names(evaluated: EvaluationSet) -> list[LabelledText]:
    """Join the sentences that have names to raw texts.

    Of a set of more than `NUM_RAW_SENTENCES` such sentences, evenly spaced ones are taken.
    """
    sentences = [sentence for sentence in evaluated.sentences if sentence.names]
    step = max(1, len(sentences) // NUM_RAW_SENTENCES)
    return [as_text(sentence) for sentence in sentences[::step]]


def _share_equal(first: Sequence[object], second: Sequence[object]) -> float:
    return float(np.mean([a == b for a, b in zip(first, second, strict=True)]))


def measure_swaps(
    predictor: Predictor, visible: Mapping[str, EvaluationSet], lists: NameLists, *, seed: int
) -> tuple[SwapsResult, TokensByName]:
    """Measure a predictor on the same sentences with the names of each group.

    Returns:
        The results, and the tokens of each group.

    Raises:
        CorpusError: When no country has enough names.
    """
    original, groups = set_to_swap(visible, seed=seed), swap_groups(lists)
    if not groups:
        raise CorpusError(f"expected {FEWEST_NAMES} forenames of one country at least")
    results, tokens, counts = {}, {}, []
    for number, group in enumerate(groups, start=1):
        logger.info("suite: names of %s (group %d of %d)", group.name, number, len(groups))
        found = score(predictor, swapped(original, group, seed=seed))
        counts.append(found.counts[:, [0, 2]])
        results[group.name] = GroupResult(
            region=group.region,
            is_held_out=group.is_held_out,
            has_family_names=group.names.has_family_names,
            num_forenames=len(group.names.forenames),
            num_surnames=len(group.names.surnames),
            figures=measure_counts(found.counts, seed=seed),
        )
        if found.tokens:
            tokens[group.name] = found.tokens
    wanted = [f"{c} {gender}" for cs in REGIONS.values() for c in cs for gender in GENDERS]
    result = SwapsResult(
        original=measure_counts(score(predictor, original).counts, seed=seed),
        groups=results,
        left_out=[name for name in wanted if name not in results],
        lowest_to_highest=lowest_to_highest(np.stack(counts), seed=seed),
    )
    return result, tokens


def measure_hard_negatives(
    predictor: Predictor, groups: Mapping[str, Sequence[str]], *, seed: int
) -> HardNegativesResult:
    """Count the false positives in raw sentences without names."""
    rows = [(group, text) for group, texts in groups.items() for text in texts]
    documents = [tokenize(text).tokens for _, text in rows]
    found = predictor.predict(documents)
    numbers = np.array([len(names) for names in found], dtype=np.float64)
    origin = np.array([group for group, _ in rows])
    return HardNegativesResult(
        num_sentences=len(rows),
        per_100=mean_interval(100 * numbers, seed=seed),
        per_100_by_group={g: 100 * float(numbers[origin == g].mean()) for g in groups},
        examples={
            text: [" ".join(tokens[start:end]) for start, end in names]
            for (_, text), tokens, names in zip(rows, documents, found, strict=True)
            if names
        },
    )


def measure_presets(
    predictor: Predictor, evaluated: EvaluationSet, *, seed: int
) -> dict[str, PresetResult]:
    """Measure each preset; a predictor without probabilities has none."""
    if not isinstance(predictor, ProbabilisticPredictor):
        return {}
    found = predictor.predict_at_presets([sentence.tokens for sentence in evaluated.sentences])
    return {
        preset: PresetResult(
            threshold=predictor.presets[preset],
            figures=measure_counts(_counts(evaluated.sentences, names), seed=seed),
        )
        for preset, names in found.items()
    }
