"""`service/streams/work.py`; tests/service/http/test_stream_routes.py has it in a stream."""

import pytest

from nomen.model.documents import Name
from nomen.model.tagger import Tagger
from nomen.service.errors import RequestError
from nomen.service.streams.work import RedactWork, TagWork


@pytest.mark.parametrize("kind", [TagWork, RedactWork])
def test_options_are_checked_against_the_bundle(
    tagger: Tagger, kind: type[TagWork | RedactWork]
) -> None:
    manifest = tagger.bundle.manifest.model_copy(update={"presets": {}})
    with pytest.raises(RequestError) as caught:
        kind(manifest).begin({"threshold": "balanced"})

    assert caught.value.pointer == "/threshold"


def test_a_redacted_text_has_its_names_replaced(tagger: Tagger) -> None:
    name = Name(text="Ron", start=0, end=3, first_token=0, last_token=0, probability=0.9)
    work = RedactWork(tagger.bundle.manifest)
    work.begin({"with_originals": True, "threshold": 0.3})
    (tagged,) = tagger.tag(["Ron waved"], threshold=1.0)
    tagged.names[:] = [name]

    answer = work.write("Ron waved", tagged)

    assert (answer["text"], answer["expected_missed"]) == ("[NAME] waved", None)
    assert answer["names"] == [
        {
            "start": 0,
            "end": 3,
            "redacted_start": 0,
            "redacted_end": 6,
            "replacement": "[NAME]",
            "probability": 0.9,
            "original": "Ron",
        }
    ]
