"""Measures a predictor on frames filled with the names of one country and gender after another."""

import logging
import random
from collections.abc import Sequence

import numpy as np

from nomen.training.data.names.name_lists import GENDERS, NameLists
from nomen.training.data.texts import LabelledText
from nomen.training.errors import CorpusError
from nomen.training.evaluation.intervals import Interval, measure_counts
from nomen.training.evaluation.predictor import Predictor, names_in_texts
from nomen.training.evaluation.robustness.short_texts.cells import Cell, CellCounts
from nomen.training.evaluation.robustness.short_texts.frames import AS_WRITTEN, Frame, conditions
from nomen.training.evaluation.robustness.short_texts.results import ConditionResult, FramesResult
from nomen.training.evaluation.robustness.short_texts.words import count_texts
from nomen.training.evaluation.robustness.texts import FEWEST_NAMES, SwapGroup, swap_groups

logger = logging.getLogger("nomen.train")

ORIGINS = {
    "English-speaking": ("AU", "CA", "GB", "NZ", "US"),
    "Ireland": ("IE", "IE-GA"),
    "Western and Central Europe": ("DE", "ES", "FR", "HU", "IT", "NL", "PT", "RO"),
    "Nordic and Baltic": ("DK", "EE", "FI", "IS", "LT", "LV", "NO", "SE"),
    "Slavic": ("BG", "CZ", "HR", "PL", "RS", "RU", "UA"),
    "Caucasus and Greece": ("AM", "GE", "GR"),
    "Latin America": ("AR", "BR", "CL", "CO", "MX"),
    "Turkic": ("AZ", "KZ", "TR", "UZ"),
    "Arab world and Iran": ("AE", "DZ", "EG", "IR", "LB", "MA", "SA"),
    "West Africa": ("GH", "ML", "NG", "NG-HA", "NG-IG", "NG-YO", "SN"),
    "East and southern Africa": ("ET", "KE", "SO", "TZ", "UG", "ZA"),
    "South Asia": ("BD", "IN", "IN-GJ", "IN-MH", "IN-OD", "IN-TN", "LK", "NP", "PK"),
    "South-East Asia": ("ID", "KH", "LA", "MM", "MY", "PH", "TH"),
    "Vietnam": ("VN",),
    "East Asia": ("CN", "JP", "KR", "TW"),
}
"""Countries and their peoples by origin; those with too few names are left out."""

WORST_SHARE = 0.1


def measure_frames(
    predictor: Predictor, frames: Sequence[Frame], lists: NameLists, *, seed: int
) -> FramesResult:
    """Measure a predictor on frames, at least one, in each condition with the names of each group.

    Raises:
        CorpusError: When no country has enough names.
    """
    groups = swap_groups(lists, ORIGINS)
    if not groups:
        raise CorpusError(f"expected {FEWEST_NAMES} forenames of one country at least")
    cells: list[Cell] = []
    counts = []
    for number, group in enumerate(groups, start=1):
        logger.info("suite: frames of %s (group %d of %d)", group.name, number, len(groups))
        texts, cells = _fill(frames, group, seed=seed)
        found = names_in_texts(predictor, [text.text for text in texts])
        counts.append(count_texts(texts, found))
    return _result(CellCounts(np.stack(counts), cells), groups, seed=seed)


def _fill(
    frames: Sequence[Frame], group: SwapGroup, *, seed: int
) -> tuple[list[LabelledText], list[Cell]]:
    """Fill each frame once; all conditions of a frame have the same names."""
    generator = random.Random(f"{seed} frames {group.name}")  # noqa: S311  # no secret
    texts, cells = [], []
    for frame in frames:
        for condition, text in conditions(frame.fill(group.names, generator)).items():
            texts.append(text)
            cells.append(Cell(frame, condition))
    return texts, cells


def _result(found: CellCounts, groups: Sequence[SwapGroup], *, seed: int) -> FramesResult:
    origins = [group.region for group in groups]
    names = [group.name for group in groups]
    by_frame = _recall_by_frame(found)
    worst = sorted(by_frame, key=by_frame.__getitem__)[: max(1, round(WORST_SHARE * len(by_frame)))]
    in_worst = found.only([cell.frame.line in worst for cell in found.cells])
    return FramesResult(
        num_frames=len(by_frame),
        num_texts=found.counts.shape[0] * found.counts.shape[1],
        figures=measure_counts(found.by_line().sum(axis=0), seed=seed),
        by_origin=found.recalls(origins, seed=seed),
        by_group=found.recalls(names, seed=seed),
        by_gender=found.recalls([group.names.gender for group in groups], seed=seed),
        by_form=_by(found, [cell.frame.form for cell in found.cells], seed=seed),
        by_kind=_by(found, [cell.frame.kind for cell in found.cells], seed=seed),
        by_condition=_by_condition(found, seed=seed),
        by_frame=by_frame,
        lowest_to_highest=found.lowest_to_highest(origins, seed=seed),
        lowest_to_highest_group=found.lowest_to_highest(names, seed=seed),
        worst_frames=worst,
        worst_by_origin=in_worst.recalls(origins, seed=seed),
        worst_lowest_to_highest=in_worst.lowest_to_highest(origins, seed=seed),
        held_out=[group.name for group in groups if group.is_held_out],
        left_out=_left_out(names),
    )


def _left_out(names: Sequence[str]) -> list[str]:
    wanted = [f"{c} {gender}" for cs in ORIGINS.values() for c in cs for gender in GENDERS]
    return [name for name in wanted if name not in names]


def _recall_by_frame(found: CellCounts) -> dict[str, float]:
    sums = found.by_line().sum(axis=0)
    return dict(zip(found.lines, (sums[:, 2] / sums[:, 0]).tolist(), strict=True))


def _by(found: CellCounts, keys: Sequence[str], *, seed: int) -> dict[str, Interval]:
    return {key: part.recall(seed=seed) for key, part in found.split(keys)}


def _by_condition(found: CellCounts, *, seed: int) -> dict[str, ConditionResult]:
    results = {}
    changed = found.only([cell.condition != AS_WRITTEN for cell in found.cells])
    for condition, part in changed.split([cell.condition for cell in changed.cells]):
        frames = {cell.frame for cell in part.cells}
        same = [cell.condition == AS_WRITTEN and cell.frame in frames for cell in found.cells]
        results[condition] = ConditionResult(
            recall=part.recall(seed=seed), as_written=found.only(same).recall(seed=seed)
        )
    return results
