"""Runs a predictor on one kind of bed at a time; writes no file.

Each function gives plain results and, where calibration is looked at, the tokens behind them.
"""

import logging
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from nomen.model.arrays import IntArray
from nomen.model.text.tokenizer import tokenize
from nomen.training.augmentation.perturbation import double_blanks
from nomen.training.data.labels import Span
from nomen.training.data.names import GENDERS, NameLists
from nomen.training.errors import CorpusError
from nomen.training.evaluation.intervals import (
    f1_ratio,
    lowest_to_highest,
    mean_interval,
    measure_counts,
)
from nomen.training.evaluation.predictor import Predictor, ProbabilisticPredictor
from nomen.training.evaluation.robustness.calibration import TokenTable
from nomen.training.evaluation.robustness.results import (
    BlanksResult,
    ChangedResult,
    GroupResult,
    PresetResult,
    SwapsResult,
    TemptingResult,
)
from nomen.training.evaluation.robustness.texts import (
    FEWEST_NAMES,
    REGIONS,
    Bed,
    Perturbed,
    Sentences,
    bed_to_swap,
    perturbations,
    swap_groups,
    swapped,
)
from nomen.training.evaluation.scores import count_names
from nomen.training.evaluation.tokenization import join_tokens

logger = logging.getLogger("nomen.train")

CLEAN = "as written"
CASINGS = ("lower", "UPPER", "Title")
BLANK_RATE = 0.2
NUM_BLANK_SENTENCES = 1000

Tables = dict[str, TokenTable]


@dataclass(frozen=True, slots=True)
class Scored:
    """What a predictor got right in a bed.

    `counts` are the gold, predicted and correct names of each sentence, int64 (S, 3); `tokens` is
    None without probabilities.
    """

    counts: IntArray
    tokens: TokenTable | None


def score(predictor: Predictor, bed: Bed) -> Scored:
    """Run a predictor on a bed of a sentence or more."""
    documents = [sentence.tokens for sentence in bed.sentences]
    if not isinstance(predictor, ProbabilisticPredictor):
        return Scored(_counts(bed.sentences, predictor.predict(documents)), None)
    answers = predictor.answer(documents)
    table = TokenTable(
        probabilities=np.concatenate(answers.probabilities),
        is_gold=np.concatenate([sentence.in_names() for sentence in bed.sentences]),
        is_late=np.repeat(bed.is_late, [len(document) for document in documents]),
    )
    return Scored(_counts(bed.sentences, answers.names), table)


def _counts(sentences: Sentences, found: Sequence[Sequence[Span]]) -> IntArray:
    return count_names([sentence.names for sentence in sentences], found)


def measure_changed(
    predictor: Predictor, beds: Mapping[str, Bed], *, seed: int
) -> tuple[dict[str, ChangedResult], Tables]:
    """Run a predictor on sets written in every other way.

    Returns:
        The results by the way's name, and the tokens of each casing.
    """
    bed = Bed.joined(beds.values())
    origin = [name for name, part in beds.items() for _ in part.sentences]
    clean = score(predictor, bed)
    results, tables = {}, {CLEAN: clean.tokens}
    for way in perturbations(bed.sentences, seed=seed):
        logger.info("suite: %s", way.name)
        chosen, changed = _rewritten(bed, way)
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
            tables[way.name] = found.tokens
    return results, {name: table for name, table in tables.items() if table}


def _rewritten(bed: Bed, way: Perturbed) -> tuple[list[int], Bed]:
    """Change sentences; give the places of those measured, and them."""
    sentences = [way.change(sentence) for sentence in bed.sentences]
    chosen = [
        i
        for i, (new, old) in enumerate(zip(sentences, bed.sentences, strict=True))
        if not way.is_partial or new.tokens != old.tokens
    ]
    return chosen, bed.with_sentences(sentences).only(chosen)


def _ratio_by_set(changed: IntArray, clean: IntArray, origin: Sequence[str]) -> dict[str, float]:
    places = np.array(origin)
    return {
        str(name): f1_ratio(changed[places == name], clean[places == name]).value
        for name in np.unique(places)
    }


def measure_blanks(predictor: Predictor, beds: Mapping[str, Bed], *, seed: int) -> BlanksResult:
    """Double every fifth blank or so of raw texts; compare what the tokenizer then gives.

    Texts are joined from evenly spaced sentences, `NUM_BLANK_SENTENCES` or a few more.
    """
    sentences = Bed.joined(beds.values()).sentences
    step = max(1, len(sentences) // NUM_BLANK_SENTENCES)
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


def _share_equal(first: Sequence[object], second: Sequence[object]) -> float:
    return float(np.mean([a == b for a, b in zip(first, second, strict=True)]))


def measure_swaps(
    predictor: Predictor, visible: Mapping[str, Bed], lists: NameLists, *, seed: int
) -> tuple[SwapsResult, Tables]:
    """Run a predictor on the same sentences with the names of each group.

    Returns:
        The results, and the tokens of each group.

    Raises:
        CorpusError: When no country has enough names.
    """
    bed, groups = bed_to_swap(visible, seed=seed), swap_groups(lists)
    if not groups:
        raise CorpusError(f"expected {FEWEST_NAMES} forenames of one country at least")
    results, tables, counts = {}, {}, []
    for number, group in enumerate(groups, start=1):
        logger.info("suite: names of %s (group %d of %d)", group.name, number, len(groups))
        found = score(predictor, swapped(bed, group, seed=seed))
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
            tables[group.name] = found.tokens
    wanted = [f"{c} {gender}" for cs in REGIONS.values() for c in cs for gender in GENDERS]
    result = SwapsResult(
        original=measure_counts(score(predictor, bed).counts, seed=seed),
        groups=results,
        left_out=[name for name in wanted if name not in results],
        lowest_to_highest=lowest_to_highest(np.stack(counts), seed=seed),
    )
    return result, tables


def measure_tempting(
    predictor: Predictor, groups: Mapping[str, Sequence[str]], *, seed: int
) -> TemptingResult:
    """Count the false names of raw sentences without names."""
    rows = [(group, text) for group, texts in groups.items() for text in texts]
    documents = [tokenize(text).tokens for _, text in rows]
    found = predictor.predict(documents)
    numbers = np.array([len(names) for names in found], dtype=np.float64)
    origin = np.array([group for group, _ in rows])
    return TemptingResult(
        num_sentences=len(rows),
        per_100=mean_interval(100 * numbers, seed=seed),
        per_100_by_group={g: 100 * float(numbers[origin == g].mean()) for g in groups},
        examples={
            text: [" ".join(tokens[start:end]) for start, end in names]
            for (_, text), tokens, names in zip(rows, documents, found, strict=True)
            if names
        },
    )


def measure_presets(predictor: Predictor, bed: Bed, *, seed: int) -> dict[str, PresetResult]:
    """Measure each preset; none without probabilities."""
    if not isinstance(predictor, ProbabilisticPredictor):
        return {}
    found = predictor.predict_at_presets([sentence.tokens for sentence in bed.sentences])
    return {
        preset: PresetResult(
            threshold=predictor.presets[preset],
            figures=measure_counts(_counts(bed.sentences, names), seed=seed),
        )
        for preset, names in found.items()
    }
