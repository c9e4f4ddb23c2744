"""Interleaved timings, A B A B …, and their ratios; knows nothing of what is timed."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table.

    Attributes:
        group: What is compared with one another.
        name: What was measured.
        value: Median over the rounds.
        unit: Of the value.
        ratio: To the group's base, median over the rounds; None for the base itself.
        low: Lowest ratio of a round.
        high: Highest ratio of a round.
    """

    group: str
    name: str
    value: float
    unit: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def interleave(works: Mapping[str, Work], *, rounds: int) -> dict[str, list[float]]:
    """Do each piece of work once a round, in turn, after one round unmeasured; give seconds."""
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for number in range(rounds + 1):
        for name, work in works.items():
            start = time.perf_counter()
            work()
            if number:
                seconds[name].append(time.perf_counter() - start)
    return seconds


def rates(
    group: str, works: Mapping[str, Work], *, num_units: float, unit: str, rounds: int
) -> list[Row]:
    """Time work of the same number of units; the first is the base, more than 1 is faster."""
    seconds = interleave(works, rounds=rounds)
    values = {name: [num_units / s for s in each] for name, each in seconds.items()}
    return compare(group, values, unit=unit)


def latencies(group: str, works: Mapping[str, Work], *, rounds: int) -> list[Row]:
    """Time single calls, in milliseconds; the first is the base, less than 1 is faster."""
    seconds = interleave(works, rounds=rounds)
    values = {name: [1000 * s for s in each] for name, each in seconds.items()}
    return compare(group, values, unit="ms")


def compare(group: str, values: Mapping[str, Sequence[float]], *, unit: str) -> list[Row]:
    """Give a row for each name, with the ratios of its values to the first's, round by round.

    The lowest and highest are of the middle 90 %: a call of a millisecond may meet anything.
    """
    base = next(iter(values))
    rows = []
    for name, each in values.items():
        ratios = sorted(v / other for v, other in zip(each, values[base], strict=True))
        cut = len(ratios) // 20
        shown = (statistics.median(ratios), ratios[cut], ratios[-1 - cut])
        ratio, low, high = (None, None, None) if name == base else shown
        value = statistics.median(each)
        rows.append(
            Row(group=group, name=name, value=value, unit=unit, ratio=ratio, low=low, high=high)
        )
    return rows
