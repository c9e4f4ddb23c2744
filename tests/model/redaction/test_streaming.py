from collections.abc import Iterable, Iterator

import pytest

from nomen.model.errors import DocumentError, RulesError
from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import Replace
from nomen.model.redaction.redaction import Redactor
from nomen.model.redaction.streaming import redact_as_tagged, with_placeholders
from nomen.model.tagged_documents import TaggedDocument
from nomen.model.tagger import Tagger


def test_texts_are_redacted_as_they_are_tagged(default_tagger: Tagger) -> None:
    read: list[str] = []

    def texts() -> Iterator[str]:
        for text in ("Harry Potter left.", "Nobody came.", "Hermione Granger slept."):
            read.append(text)
            yield text

    def tag(known: Iterable[str]) -> Iterator[TaggedDocument]:
        return (default_tagger.tag([each])[0] for each in known)

    redacted = redact_as_tagged(texts(), tag, redactor=Redactor(None))

    assert (next(redacted).text, len(read)) == ("[NAME] left.", 1)
    assert [each.text for each in redacted] == ["Nobody came.", "[NAME] slept."]


def test_what_is_no_text_is_refused_by_its_place(default_tagger: Tagger) -> None:
    texts = ["Harry left.", 5]

    with pytest.raises(DocumentError, match=r"^documents\.1: expected a text$"):
        list(redact_as_tagged(texts, default_tagger.tag, redactor=Redactor(None)))  # type: ignore[arg-type]


def test_what_an_operator_leaves_is_no_name() -> None:
    rules = with_placeholders(NameRules(placeholders=("X",)), Replace(with_="Someone"))

    assert rules.placeholders[0] == "X"
    assert "Someone" in rules.placeholders[1]
    with pytest.raises(RulesError):
        with_placeholders({}, None)  # type: ignore[arg-type]  # what a caller may give
