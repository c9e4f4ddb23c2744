import math

from nomen.training.experiments.fine_tuning.fine_tuning import FineTuned
from nomen.training.experiments.fine_tuning.measuring import Figures
from nomen.training.experiments.fine_tuning.report import fine_tuning_table

BEFORE = Figures(own=0.7, own_lower=0.6, prose=0.75, documents=0.9)
AFTER = Figures(own=0.95, own_lower=0.91, prose=0.746, documents=0.91)


def found(spacy: float) -> FineTuned:
    return FineTuned(
        name="own",
        num_pages=300,
        before=BEFORE,
        after=AFTER,
        spacy=spacy,
        seconds=80.4,
        cpu_seconds=61,
    )


def test_the_gain_is_that_over_the_better_of_the_others() -> None:
    first, second = fine_tuning_table([found(0.8), found(math.nan)]).rows
    assert first == (
        *("own", "300", "70.0", "80.0", "95.0", "+15.00", "91.0", "-0.40", "+1.00", "61", "80"),
    )
    assert second[3:6] == ("–", "95.0", "+25.00")
