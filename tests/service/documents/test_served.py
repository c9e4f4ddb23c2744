from dataclasses import replace

import pytest

from nomen.model.errors import LanguageError
from nomen.model.tagger import Tagger
from nomen.service.documents.served import Served
from nomen.service.errors import RequestError


def served(tagger: Tagger) -> Served:
    """Give a bundle, and another one with other presets for German."""
    manifest, reader = tagger.bundle.manifest, tagger.router.readers[0]
    presets = {"balanced": 0.75}
    metrics = {"dev/balanced_recall": 0.5}
    other = manifest.model_copy(update={"name": "xx", "presets": presets, "metrics": metrics})

    german = replace(reader, name="xx", languages=("de",))
    return Served([manifest, other], [reader, german])


def test_each_bundle_has_its_own_threshold(tagger: Tagger) -> None:
    found = served(tagger)

    assert found.thresholds("balanced") == [tagger.bundle.manifest.presets["balanced"], 0.75]
    assert found.thresholds(0.25) == [0.25, 0.25]
    with pytest.raises(RequestError, match="presets of this bundle"):
        found.thresholds("high_recall")


def test_a_language_is_chosen_among_those_of_all_bundles(tagger: Tagger) -> None:
    assert served(tagger).choose("de-AT").reader == 1
    with pytest.raises(LanguageError):
        served(tagger).choose("fi")


def test_nothing_is_expected_where_the_threshold_is_a_number(tagger: Tagger) -> None:
    assert served(tagger).expected_missed(0.5, used=[0, 1]) is None
