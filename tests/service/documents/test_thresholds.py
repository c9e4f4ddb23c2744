import pytest

from nomen.model.tagger import Tagger
from nomen.service.documents.thresholds import parse_threshold, resolve_threshold
from nomen.service.errors import RequestError


def test_a_preset_is_the_number_that_the_bundle_measured(tagger: Tagger) -> None:
    manifest = tagger.bundle.manifest.model_copy(update={"presets": {"balanced": 0.4}})

    assert resolve_threshold("balanced", manifest) == 0.4
    assert resolve_threshold(0.7, manifest) == 0.7
    assert resolve_threshold(None, manifest) == manifest.default_threshold
    assert parse_threshold("0.7", manifest) == 0.7
    assert parse_threshold(None, manifest) == manifest.default_threshold
    with pytest.raises(RequestError, match="presets of this bundle: balanced"):
        resolve_threshold("high_recall", manifest)
