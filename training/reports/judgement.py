"""Judges a new bundle before it is written: has it learned, and is it better than before."""

from dataclasses import dataclass
from pathlib import Path

from nomen.model.bundle.bundle import Bundle
from nomen.training.errors import NothingLearnedError
from nomen.training.export.measurement import ALL_DEV, MeasuredBundle
from nomen.training.fitting.fitted_network import FittedNetwork
from nomen.training.fitting.learned import fault_of_learned
from nomen.training.reports.change import Change
from nomen.training.reports.report import Report, write_report

REPORT = "report"
"""The folder of the report, in a run folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What was found of a bundle.

    Attributes:
        page: The page of the report.
        change: The bundle of before, on the same sentences; None without one.
        fault: Why the bundle is no better, in one line; None if it is.
    """

    page: Path
    change: Change | None
    fault: str | None


def judge_weights(fitted: FittedNetwork, *, allow_worse: bool) -> None:
    """Refuse weights that found next to nothing at the end of their epoch, at threshold 0.5.

    Raises:
        NothingLearnedError: When that is so, unless it is allowed.
    """
    counts = fitted.dev_counts
    fault = counts and fault_of_learned(
        num_names=counts.num_gold,
        num_correct=counts.num_correct,
        f1=counts.f1,
        max_epochs=fitted.recipe.optimisation.max_epochs,
    )
    if fault and not allow_worse:
        raise _refusal(fault)


def judge_bundle(
    run: Path, measured: MeasuredBundle, *, start: Bundle | None, max_epochs: int, allow_worse: bool
) -> Judgement:
    """Compare a measured bundle with the one of before, and write the report, good or bad.

    Args:
        run: The run folder; the report goes into its `report`.
        measured: The new bundle.
        start: The bundle that the training began with, if any.
        max_epochs: Epochs of the training, for the message.
        allow_worse: Whether a bundle with a fault is written all the same.

    Raises:
        NothingLearnedError: When the bundle finds next to nothing at its own threshold, or no more
            than the one of before, unless it is allowed.
    """
    change = Change.measure(start, measured) if start else None
    found = measured.evaluations[ALL_DEV]
    fault = fault_of_learned(
        num_names=found.num_names,
        num_correct=round(found.recall * found.num_names),
        f1=found.f1,
        max_epochs=max_epochs,
    )
    fault = fault or (change.fault() if change else None)
    page = write_report(run / REPORT, Report.of_run(run, measured, change, fault))
    if fault and not allow_worse:
        raise _refusal(f"{fault} (see {page})")
    return Judgement(page=page, change=change, fault=fault)


def _refusal(fault: str) -> NothingLearnedError:
    return NothingLearnedError(
        f"no bundle was written: {fault}; --allow-worse writes it all the same"
    )
