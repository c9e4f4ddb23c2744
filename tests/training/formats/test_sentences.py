from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.data.blocks import labelled_blocks
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.data.texts import LabelledText
from nomen.training.formats.records import LabelledSpan, Place, TextRecord, TokenRecord
from nomen.training.formats.sentences import to_sentences
from nomen.training.formats.settings import CutTokens, FileSettings

PLACE = Place(Path("own"), 3)


def sentences(
    text: str, *names: Span, cut_tokens: CutTokens = "widen"
) -> tuple[list[LabelledSentence], list[str]]:
    spans = tuple(LabelledSpan(start, end) for start, end in names)
    record = TextRecord(place=PLACE, text=text, spans=spans)
    found, faults = to_sentences(record, FileSettings(cut_tokens=cut_tokens))
    return found, [fault.message for fault in faults]


def named(sentence: LabelledSentence) -> list[str]:
    return [" ".join(sentence.tokens[start:end]) for start, end in sentence.names]


def test_spans_of_characters_become_spans_of_tokens() -> None:
    text = "Ada Byron met 👩‍💻 Bob. Nobody wrote."
    bob = text.index("Bob")
    [first, second], faults = sentences(text, (bob, bob + 3), (0, 9))
    assert (named(first), second.names, faults) == (["Ada Byron", "Bob"], (), [])


def test_a_name_is_never_cut_by_the_end_of_a_sentence() -> None:
    found, _ = sentences("It was Who? Me. Then all.", (7, 14))
    assert [sentence.names for sentence in found] == [((2, 5),), ()]


def test_a_blank_text_holds_no_sentence() -> None:
    assert sentences("  ") == ([], [])


@pytest.mark.parametrize(
    ("cut_tokens", "tokens", "names"),
    [
        ("widen", ("AnnaLee", "met", "Bobby"), ["AnnaLee", "Bobby"]),
        ("cut", ("Anna", "Lee", "met", "Bob", "by"), ["Anna", "Bob"]),
        ("refuse", ("AnnaLee", "met", "Bobby"), ["AnnaLee", "Bobby"]),
    ],
)
def test_a_name_inside_a_token_takes_it_in_or_cuts_it(
    cut_tokens: CutTokens, tokens: tuple[str, ...], names: list[str]
) -> None:
    [sentence], faults = sentences("AnnaLee met Bobby", (0, 4), (12, 15), cut_tokens=cut_tokens)
    assert (sentence.tokens, named(sentence)) == (tokens, names)
    assert faults == [
        "expected name 0-4 to begin and end with a token; it cuts 0-7",
        "expected name 12-15 to begin and end with a token; it cuts 12-17",
    ]


def test_of_two_names_in_a_token_the_first_is_widened() -> None:
    [sentence], _ = sentences("AnnaLee Bell", (0, 4), (4, 12))
    assert named(sentence) == ["AnnaLee", "Bell"]
    [sentence], _ = sentences("AnnaLee Bell", (0, 4), (4, 12), cut_tokens="cut")
    assert named(sentence) == ["Anna", "Lee Bell"]


def test_tokens_stay_as_they_are() -> None:
    spans = (LabelledSpan(0, 1, "PER"), LabelledSpan(1, 2, "ORG"))
    record = TokenRecord(place=PLACE, tokens=("AnnaLee's", "School"), spans=spans)
    expected = LabelledSentence(("AnnaLee's", "School"), ((0, 1),))
    assert to_sentences(record, FileSettings()) == ([expected], [])


@st.composite
def labelled_texts(draw: st.DrawFn) -> tuple[str, list[Span]]:
    text = draw(st.text(st.sampled_from("Ann.B-'é😀\u0301 \n"), max_size=40))
    ends = draw(st.lists(st.integers(0, len(text)), max_size=8, unique=True).map(sorted))
    pairs = zip(ends[::2], ends[1::2], strict=False)
    spans = [(start, end) for start, end in pairs if text[start:end].strip() == text[start:end]]
    return text, spans


@given(labelled_texts())
def test_cut_tokens_give_each_name_its_own_text(labelled: tuple[str, list[Span]]) -> None:
    text, names = labelled
    found, _ = sentences(text, *names, cut_tokens="cut")
    told = ["".join(sentence.tokens[a:b]) for sentence in found for a, b in sentence.names]
    assert told == ["".join(text[start:end].split()) for start, end in names]


@given(labelled_texts())
def test_widened_names_hold_their_text_and_no_token_is_lost(
    labelled: tuple[str, list[Span]],
) -> None:
    text, names = labelled
    found, _ = sentences(text, *names)
    plain, _ = sentences(text)
    tokens = [token for sentence in found for token in sentence.tokens]
    assert tokens == [token for sentence in plain for token in sentence.tokens]
    assert sum(len(sentence.names) for sentence in found) <= len(names)


def test_texts_may_become_blocks_with_the_marks_of_their_lines() -> None:
    text = "Name: Ada Byron\nRole: none\n"
    record = TextRecord(place=PLACE, text=text, spans=(LabelledSpan(6, 15),))
    [block], _ = to_sentences(record, FileSettings(blocks=True))
    assert block == next(labelled_blocks([LabelledText(text, ((6, 15),))]))
    assert "\n" in "".join(block.tokens)
    inside = TextRecord(place=PLACE, text=text, spans=(LabelledSpan(6, 14),))
    found, faults = to_sentences(inside, FileSettings(blocks=True, cut_tokens="cut"))
    assert len(faults) == 1
    assert all("\n" not in token for sentence in found for token in sentence.tokens)
