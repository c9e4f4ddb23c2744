"""`service/streams/work.py`; tests/service/http/test_stream_routes.py has it in a stream."""

from dataclasses import replace

import pytest

from nomen.model.tagged_documents import Name, TaggedDocument
from nomen.model.tagger import Tagger
from nomen.service.documents.served import Served
from nomen.service.errors import RequestError
from nomen.service.streams import work as module
from nomen.service.streams.work import RedactWork, TagWork
from tests.service.apps import served_of


@pytest.mark.parametrize("kind", [TagWork, RedactWork])
def test_options_are_checked_against_the_bundle(
    tagger: Tagger, kind: type[TagWork | RedactWork]
) -> None:
    manifest = tagger.bundle.manifest.model_copy(update={"presets": {}})
    served = Served([manifest], tagger.router.readers)
    with pytest.raises(RequestError) as caught:
        kind(served).begin({"threshold": "balanced"})

    assert caught.value.pointer == "/threshold"


def tagged(tagger: Tagger, text: str, *names: Name) -> TaggedDocument:
    (found,) = tagger.tag([text])
    return replace(found, names=list(names))


RON = Name(text="Ron", start=0, end=3, first_token=0, last_token=0, probability=0.9)


def test_a_redacted_text_has_its_names_replaced(tagger: Tagger) -> None:
    work = RedactWork(served_of(tagger))
    work.begin({"with_originals": True, "threshold": 0.3})

    answer = work.write("Ron waved", tagged(tagger, "Ron waved", RON))

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


def test_a_stream_is_one_batch(tagger: Tagger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_PERSONS", 2)
    work = RedactWork(served_of(tagger))
    work.begin({"operator": {"kind": "number", "scope": "batch"}})

    texts = ["Ron waved", "Zed waved", "Ron", "Tim", "Ron"]
    answers: list[object] = []
    for text in texts:
        try:
            answers.append(work.write(text, tagged(tagger, text, RON))["text"])
        except RequestError as error:
            answers.append(error.problem.slug)

    too_many = "too-many-persons"
    assert answers == ["[NAME_1] waved", "[NAME_2] waved", "[NAME_1]", too_many, too_many]


def test_surrogates_are_written_off_the_event_loop(tagger: Tagger) -> None:
    work = RedactWork(served_of(tagger))
    assert not work.is_long
    work.begin({"operator": {"kind": "surrogate", "key": "k"}})
    assert work.is_long
