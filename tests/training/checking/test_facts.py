from pathlib import Path

from nomen.training.checking.facts import FileFacts
from nomen.training.data.labels import NAME_TYPES, LabelledSentence
from nomen.training.formats.records import LabelledSpan, Place, TextRecord


def test_spans_are_counted_by_type() -> None:
    facts = FileFacts(path=Path("a"), role="train")
    spans = (LabelledSpan(0, 3), LabelledSpan(0, 3, "PER"), LabelledSpan(4, 8, "LOC"))
    record = TextRecord(place=Place(Path("a"), 1), text="Ada Bonn", spans=spans)
    facts.add_record(record, NAME_TYPES)
    assert (facts.num_records, facts.names, facts.dropped) == (1, {"": 1, "PER": 1}, {"LOC": 1})
    assert facts.as_dict()["dropped"] == {"LOC": 1}


def test_sentences_are_counted_by_casing() -> None:
    facts = FileFacts(path=Path("a"), role="train")
    for tokens in (("ada", "left", "3"), ("ADA", "LEFT"), ("Ada", "left"), ("3", ".")):
        facts.add_sentence(LabelledSentence(tokens, ((0, 1),)))
    assert (facts.num_lower, facts.num_upper, facts.num_sentences) == (1, 1, 4)
    assert (facts.num_tokens, facts.num_numbers, facts.num_names) == (9, 2, 4)
