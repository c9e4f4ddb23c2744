from time import process_time

import pytest

from nomen.model.redaction.persons import Persons, fullest_mentions
from nomen.model.redaction.words import words_of_all


def persons_of(*mentions: str, persons: Persons | None = None) -> list[int]:
    """Give the persons of a document's mentions, numbered from 0 if there is no batch."""
    words = words_of_all(mentions)
    joined = (persons or Persons()).join(words.values())
    found = [joined[words[mention]] for mention in mentions]
    first = {person: i for i, person in enumerate(dict.fromkeys(found))}
    return found if persons else [first[person] for person in found]


@pytest.mark.parametrize(
    "mentions",
    [
        ["Angela Merkel", "Merkel", "A. Merkel", "MERKEL", "Merkel, Angela", "Angela M."],
        ["Jean-Luc Picard", "J.-L. Picard", "Picard", "Jean-Luc"],
        ["J.K. Rowling", "Joanne Kathleen Rowling", "J. K. Rowling", "J. Rowling"],
        ["Ursula von der Leyen", "von der Leyen", "Leyen"],
        ["Sean O'Brien", "O\u2019BRIEN"],
        ["Jos\u00e9 N\u00fa\u00f1ez", "Jose Nunez", "NU\u0301N\u0303EZ"],
        ["John Smith Jr.", "John Smith", "Smith"],
        ["Angela\n> Merkel", "Merkel"],
        ["George Herbert Walker Bush", "G. H. W. Bush", "Bush"],
        ["Ana María del Carmen García López", "María del Carmen García López", "Ana García"],
    ],
)
def test_a_part_of_a_name_is_the_same_person(mentions: list[str]) -> None:
    assert persons_of(*mentions) == [0] * len(mentions)


@pytest.mark.parametrize(
    ("mentions", "expected"),
    [
        (["Angela Merkel", "Ulrich Merkel", "Merkel"], [0, 1, 2]),
        (["Merkel", "Angela Merkel", "Ulrich Merkel", "MERKEL"], [0, 1, 2, 0]),
        (["John Smith", "John Smith Jr.", "John Smith Sr."], [0, 1, 2]),
        (["Angela Merkel", "A."], [0, 1]),
        (["A. Merkel", "U. Merkel", "Angela Merkel"], [0, 1, 0]),
        (["Angela", "Angelika"], [0, 1]),
        (["Merkel", "Merkel-Sauer"], [0, 1]),
    ],
)
def test_what_could_be_two_persons_stays_apart(mentions: list[str], expected: list[int]) -> None:
    assert persons_of(*mentions) == expected


def test_a_batch_joins_the_mentions_of_its_documents() -> None:
    batch = Persons()
    documents = [["Merkel"], ["Angela Merkel"], ["Ulrich Merkel"], ["Merkel"], ["A. Merkel"]]
    found = [persons_of(*mentions, persons=batch)[0] for mentions in documents]
    assert found == [0, 0, 1, 2, 0]


def test_a_document_of_a_batch_decides_for_itself_first() -> None:
    batch = Persons()
    persons_of("Angela Merkel", "Ulrich Merkel", persons=batch)
    found = persons_of("Angela Merkel", "Merkel", persons=batch)
    assert found[0] == found[1]


def test_two_names_of_a_document_do_not_both_extend_an_earlier_one() -> None:
    batch = Persons()
    (unclear,) = persons_of("Merkel", persons=batch)
    assert unclear not in persons_of("Angela Merkel", "Ulrich Merkel", persons=batch)
    assert persons_of("Merkel", persons=batch) == [unclear]


def test_long_runs_of_words_have_no_more_parts_than_others() -> None:
    run = tuple(f"w{i:02}" for i in range(40))
    beyond = tuple(f"x{i}" for i in range(1000))
    joined = fullest_mentions([run, ("w01",), ("w01", "w39"), beyond, ("x1",)])
    assert joined[("w01",)] == joined[("w01", "w39")] == run
    assert joined[("x1",)] == ("x1",)


@pytest.mark.slow
def test_no_two_names_are_compared() -> None:
    names = [(f"f{i}", f"s{k}") for i in range(120) for k in range(120)]
    start = process_time()
    assert len(set(fullest_mentions(names).values())) == 14_400
    assert len(set(Persons().join(names).values())) == 14_400
    assert process_time() - start < 15  # a hundred million pairs would take minutes
