"""Measures a predictor on all short texts."""

from collections.abc import Sequence

from nomen.training.data.names.name_lists import NameLists
from nomen.training.data.texts import LabelledText
from nomen.training.evaluation.predictor import Predictor
from nomen.training.evaluation.robustness.short_texts.frames import read_frames
from nomen.training.evaluation.robustness.short_texts.nothing import measure_nothing, read_nothing
from nomen.training.evaluation.robustness.short_texts.origins import measure_frames
from nomen.training.evaluation.robustness.short_texts.placeholders import measure_placeholders
from nomen.training.evaluation.robustness.short_texts.results import ShortTextsResult
from nomen.training.evaluation.robustness.short_texts.words import measure_words, read_words


def measure_short_texts(
    predictor: Predictor,
    lists: NameLists | None = None,
    prose: Sequence[LabelledText] = (),
    *,
    seed: int = 0,
) -> ShortTextsResult:
    """Measure a predictor on frames, on words that are names and on texts with nothing to find.

    Args:
        predictor: The tagger.
        lists: Names for the frames; without them frames are only redacted.
        prose: Texts whose names are redacted, too.
        seed: Of all draws.

    Raises:
        CorpusError: When no country of the lists has enough names.
    """
    frames = read_frames()
    return ShortTextsResult(
        frames=measure_frames(predictor, frames, lists, seed=seed) if lists else None,
        words=measure_words(predictor, read_words(), seed=seed),
        nothing=measure_nothing(predictor, read_nothing(), seed=seed),
        placeholders=measure_placeholders(predictor, frames, prose, seed=seed),
    )
