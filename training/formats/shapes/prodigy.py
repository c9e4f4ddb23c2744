"""Prodigy: a text with spans, and the annotator's answer.

*Source:* https://prodi.gy/docs/api-interfaces, "ner_manual".
"""

from collections.abc import Iterator

from nomen.training.formats.records import Item, LeftOut, Place, TextRecord
from nomen.training.formats.settings import FileSettings
from nomen.training.formats.shapes.own import spans_of
from nomen.training.formats.shapes.values import as_object, as_text, document_of

_REASONS = {"reject": "rejected", "ignore": "ignored"}
_MARKS = frozenset({"answer", "_task_hash", "_input_hash"})


def matches(value: object) -> bool:
    """Tell whether a value has this shape."""
    if not isinstance(value, dict) or "text" not in value:
        return False
    tokens = value.get("tokens")
    has_tokens = isinstance(tokens, list) and any(isinstance(token, dict) for token in tokens)
    return has_tokens or not _MARKS.isdisjoint(value)


def read(value: object, place: Place, _: FileSettings) -> Iterator[Item]:
    """Read `{"text", "spans": [{"start", "end", "label"}], "answer"}`; leave rejected ones out.

    Prodigy's own tokens do not count: ours are those that the tagger will see.

    Raises:
        RecordError: When the value is malformed.
    """
    record = as_object(value)
    answer = record.get("answer", "accept")
    if reason := _REASONS.get(str(answer)):
        yield LeftOut(place, reason)
        return
    text = as_text(record.get("text"))
    meta = record.get("meta")
    document = document_of(record) or document_of(meta if isinstance(meta, dict) else {})
    found = spans_of(record.get("spans") or [])
    yield TextRecord(place=place, text=text, spans=found, document=document)
