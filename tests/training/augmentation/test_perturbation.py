import random
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation import perturbation
from nomen.training.data.labels import LabelledSentence, Span, spans

Change = Callable[[LabelledSentence], LabelledSentence]

SENTENCE = LabelledSentence(("Mr.", "John", "Smith", "met", "Ron", "in", "Rome"), ((1, 3), (4, 5)))
SEVERAL = LabelledSentence(("J.", "Smith", "and", "John", "F.", "Kennedy"), ((0, 2), (3, 6)))


def generator(seed: int = 0) -> random.Random:
    return random.Random(seed)


CHANGES: dict[str, Change] = {
    "lower": perturbation.lower,
    "upper": perturbation.upper,
    "title": perturbation.title,
    "typos": lambda s: perturbation.with_typos(s, generator(), rate=0.3),
    "misread": lambda s: perturbation.misread(s, generator(), rate=0.5),
    "merged": lambda s: perturbation.merged(s, generator(), rate=0.3),
    "initials": perturbation.initials,
    "surname first": perturbation.surname_first,
    "hyphenated": lambda s: perturbation.hyphenated(s, generator(), surnames=["Jones"]),
    "particles": lambda s: perturbation.with_particles(s, generator()),
    "forename only": perturbation.forename_only,
}


@st.composite
def sentences(draw: st.DrawFn) -> LabelledSentence:
    """Any tokens with any names."""
    rows = draw(st.lists(st.tuples(st.text(min_size=1), st.sampled_from("BIO"))))
    names = spans(label for _, label in rows)
    # Tokens of half of the sentences carry marks.
    marks = draw(st.sampled_from(["", "\n\f\t"]))
    rows = [(draw(st.sampled_from(["", *marks])) + token, label) for token, label in rows]
    return LabelledSentence(tuple(token for token, _ in rows), tuple(names))


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@given(sentence=sentences())
def test_no_token_is_empty_and_no_name_is_lost(change: Change, sentence: LabelledSentence) -> None:
    changed = change(sentence)
    assert all(changed.tokens)
    assert len(changed.names) == len(sentence.names)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
@given(sentence=sentences())
def test_the_same_seed_gives_the_same_sentence(change: Change, sentence: LabelledSentence) -> None:
    assert change(sentence) == change(sentence)


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_breaks_stay(change: Change) -> None:
    sentence = LabelledSentence(("Ron", "\nJohn", "Smith", "\tin", "\fRome"), ((0, 1), (1, 3)))
    assert "".join(t[0] for t in change(sentence).tokens if t[0] in "\n\t\f") == "\n\t\f"


def test_a_changed_token_keeps_its_mark_and_the_change_sees_the_token_alone() -> None:
    sentence = LabelledSentence(("\njohn", "\tPeter", "smith", "\nx"), ((0, 3),))
    assert perturbation.title(sentence).tokens == ("\nJohn", "\tPeter", "Smith", "\nX")
    assert perturbation.surname_first(perturbation.forename_only(sentence)).tokens[0] == "\njohn"
    turned = perturbation.surname_first(LabelledSentence(("\nAnn", "Lee"), ((0, 2),)))
    assert turned.tokens == ("\nLee", ",", "Ann")


def test_nothing_is_merged_over_a_break() -> None:
    lines = LabelledSentence(("John", "\nSmith", "\tmet"), ((0, 1),))
    assert perturbation.merged(lines, generator(), rate=1) == lines


@pytest.mark.parametrize(
    ("change", "tokens"),
    [
        ("lower", "mr. john smith met ron in rome"),
        ("upper", "MR. JOHN SMITH MET RON IN ROME"),
        ("title", "Mr. John Smith Met Ron In Rome"),
        ("initials", "Mr. J. Smith met Ron in Rome"),
        ("surname first", "Mr. Smith , John met Ron in Rome"),
        ("hyphenated", "Mr. John Smith-Jones met Ron in Rome"),
        ("forename only", "Mr. John met Ron in Rome"),
    ],
)
def test_a_sentence_is_written_otherwise(change: str, tokens: str) -> None:
    assert " ".join(CHANGES[change](SENTENCE).tokens) == tokens


@pytest.mark.parametrize(
    ("change", "tokens", "names"),
    [
        ("initials", "J. Smith and J. F. Kennedy", ((0, 2), (3, 6))),
        ("surname first", "Smith , J. and John F. Kennedy", ((0, 3), (4, 7))),
        ("forename only", "J. Smith and John", ((0, 2), (3, 4))),
    ],
)
def test_names_keep_their_bounds(change: str, tokens: str, names: tuple[Span, ...]) -> None:
    changed = CHANGES[change](SEVERAL)
    assert " ".join(changed.tokens) == tokens
    assert changed.names == names


def test_a_second_surname_is_in_the_case_of_the_first() -> None:
    shouted = perturbation.upper(SENTENCE)
    doubled = perturbation.hyphenated(shouted, generator(), surnames=["Jones"])
    assert doubled.tokens[2] == "SMITH-JONES"


def test_every_particle_is_drawn() -> None:
    written = {
        " ".join(perturbation.with_particles(SENTENCE, generator(seed)).tokens[2:5])
        for seed in range(50)
    }
    assert written == {
        "van der Smith", "bin Smith met", "de la Smith", "von Smith met", "al-Smith met Ron",
    }  # fmt: skip


def test_typos_come_at_their_rate() -> None:
    text = LabelledSentence(("abcdefghij",) * 1000)
    changed = perturbation.with_typos(text, generator(), rate=0.05)
    share = sum(a == b for a, b in zip(changed.tokens, text.tokens, strict=True)) / 1000
    assert share == pytest.approx(0.95**10, abs=0.04)


def test_without_a_rate_nothing_is_mistyped_misread_or_merged() -> None:
    for change in (perturbation.with_typos, perturbation.misread, perturbation.merged):
        assert change(SENTENCE, generator(), rate=0) == SENTENCE


def test_the_only_character_of_a_token_is_not_dropped() -> None:
    letters = LabelledSentence(("a",) * 200)
    assert all(perturbation.with_typos(letters, generator(), rate=1).tokens)


def test_capitals_are_mistyped_as_capitals_and_digits_stay() -> None:
    text = LabelledSentence(("JOHN", "1999", "!"), ((0, 1),))
    shout, year, mark = perturbation.with_typos(text, generator(3), rate=1).tokens
    assert shout.isupper()
    assert (year, mark) == ("1999", "!")


def test_everything_that_can_be_misread_is_at_rate_one() -> None:
    text = LabelledSentence(("Bern", "1O1", "x"), ((0, 1),))
    assert perturbation.misread(text, generator(), rate=1).tokens == ("8cm", "l0l", "x")


def test_a_merged_token_belongs_to_the_name_of_either() -> None:
    merged = perturbation.merged(SENTENCE, generator(), rate=1)
    assert merged.tokens == ("Mr.John", "Smithmet", "Ronin", "Rome")
    assert merged.names == ((0, 2), (2, 3))


def test_two_names_are_not_merged_into_one() -> None:
    pair = LabelledSentence(("Ann", "Bob"), ((0, 1), (1, 2)))
    assert perturbation.merged(pair, generator(), rate=1) == pair


def test_blanks_are_doubled() -> None:
    assert perturbation.double_blanks("a b c", generator(), rate=1) == "a  b  c"
    assert perturbation.double_blanks("a b c", generator(), rate=0) == "a b c"


@pytest.mark.parametrize(
    ("token", "expected"),
    [("J", True), ("J.", True), ("J.K.", True), ("Jo", False), ("1.", False), ("Mr.", False)],
)
def test_initials_are_known(token: str, expected: bool) -> None:  # noqa: FBT001  # a table's column
    assert perturbation.is_initial(token) is expected


def test_a_firm_has_a_surname_and_is_no_name() -> None:
    found = perturbation.as_firms(SENTENCE, generator())
    assert found.tokens[:2] == ("Mr.", "Smith")
    assert found.tokens[2] in {end[0] for end in perturbation.FIRM_ENDINGS}
    assert "John" not in found.tokens
    assert found.names == ()


def test_a_firm_in_capitals_ends_in_capitals() -> None:
    found = perturbation.as_firms(perturbation.upper(SENTENCE), generator())
    assert all(token.isupper() for token in found.tokens)


def softly_labelled(sentence: LabelledSentence) -> LabelledSentence:
    soft_labels = np.arange(2 * len(sentence.tokens), dtype=np.float16).reshape(-1, 2)
    return LabelledSentence(sentence.tokens, sentence.names, soft_labels)


@pytest.mark.parametrize("name", ["lower", "upper", "title", "typos", "misread"])
def test_soft_labels_stay_where_only_the_spelling_changes(name: str) -> None:
    sentence = softly_labelled(SENTENCE)
    assert CHANGES[name](sentence).soft_labels is sentence.soft_labels


def test_soft_labels_of_a_name_do_not_hold_for_a_new_one() -> None:
    found = perturbation.forename_only(softly_labelled(SENTENCE))
    assert found.tokens == ("Mr.", "John", "met", "Ron", "in", "Rome")
    assert found.soft_labels is not None
    assert found.soft_labels[:, 0].tolist() == pytest.approx([0, np.nan, 6, 8, 10, 12], nan_ok=True)


def test_soft_labels_of_unchanged_names_stay() -> None:
    found = perturbation.initials(softly_labelled(SEVERAL))
    assert found.tokens == ("J.", "Smith", "and", "J.", "F.", "Kennedy")
    assert found.soft_labels is not None
    assert found.soft_labels[:, 0].tolist() == pytest.approx([0, 2, 4, *[np.nan] * 3], nan_ok=True)


def test_soft_labels_of_merged_sentences_are_dropped() -> None:
    assert perturbation.merged(softly_labelled(SENTENCE), generator(), rate=1.0).soft_labels is None
