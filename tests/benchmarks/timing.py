"""Interleaved timings, A B A B …, and their ratios."""

import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

Work = Callable[[], object]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of a table.

    Attributes:
        group: Rows of one group are compared with each other.
        name: What was measured.
        value: Median over the rounds.
        unit: The unit of the value.
        ratio: Median ratio to the group's base over the rounds; None for the base itself.
        low: 5th percentile of the ratios.
        high: 95th percentile of the ratios.
    """

    group: str
    name: str
    value: float
    unit: str
    ratio: float | None = None
    low: float | None = None
    high: float | None = None


def interleave(works: Mapping[str, Work], *, rounds: int) -> dict[str, list[float]]:
    """Run every work once per round, after one warm-up round; give the seconds of each run."""
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
    """Give units per second of equal works. The first is the base; a ratio over 1 is faster."""
    seconds = interleave(works, rounds=rounds)
    values = {name: [num_units / s for s in each] for name, each in seconds.items()}
    return compare(group, values, unit=unit)


def latencies(group: str, works: Mapping[str, Work], *, rounds: int) -> list[Row]:
    """Give milliseconds of single calls. The first is the base; a ratio under 1 is faster."""
    seconds = interleave(works, rounds=rounds)
    values = {name: [1000 * s for s in each] for name, each in seconds.items()}
    return compare(group, values, unit="ms")


def compare(group: str, values: Mapping[str, Sequence[float]], *, unit: str) -> list[Row]:
    """Give a row for each name, with the ratios of its values to those of the first name by round.

    The range covers the middle 90 % of the rounds, because single calls have outliers.
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
