"""Surrogates by their forms.

These are the tests of `model/redaction/faker_lists.py` and `model/redaction/name_parts.py`, too.
"""

import re
import subprocess
import sys
from string import ascii_uppercase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.model.redaction.surrogates import Surrogates
from nomen.model.redaction.words import fold

KEY = b"a key of the tests"


def surrogates(*names: str, key: bytes = KEY, text: str = "") -> list[str]:
    return Surrogates(key, "; ".join([text, *names])).replacements(names)


def test_the_same_person_gets_the_same_invented_name() -> None:
    full, first, last, initial, inverse = surrogates(
        "Ada Byron", "Ada", "Byron", "A. Byron", "Byron, Ada"
    )
    assert full == f"{first} {last}"
    assert initial == f"{first[0]}. {last}"
    assert inverse == f"{last}, {first}"
    assert not {first, last} & {"Ada", "Byron"}


def test_casing_is_kept() -> None:
    title, upper, lower, scottish = surrogates("Byron", "BYRON", "byron", "McDONALD")
    assert (title.upper(), title.lower()) == (upper, lower)
    assert title[0].isupper()
    assert scottish.isupper()


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ursula von der Leyen", r"[A-Z]\w+ von der [A-Z]\w+"),
        ("Ludwig van Beethoven", r"[A-Z]\w+ van [A-Z]\w+"),
        ("Osama bin Laden", r"[A-Z]\w+ bin [A-Z]\w+"),
        ("Jean-Luc Picard", r"[A-Z]\w+-[A-Z]\w+ [A-Z]\w+"),
        ("Sean O'Brien", r"[A-Z]\w+ O'[A-Z]\w+"),
        ("John Smith, Jr.", r"[A-Z]\w+ [A-Z]\w+, Jr\."),
        ("Henry Tudor VIII", r"[A-Z]\w+ [A-Z]\w+ VIII"),
        ("J.K. Rowling", r"[A-Z]\.[A-Z]\. [A-Z]\w+"),
        ("J. R. R. Tolkien", r"[A-Z]\. ([A-Z]\. )\1[A-Z]\w+"),
        ("Ada\n> Byron", r"[A-Z]\w+\n> [A-Z]\w+"),
        ("Ludwig Van Beethoven", r"[A-Z]\w+ Van [A-Z]\w+"),
        ("Agent 47", r"[A-Z]\w+ 47"),
        ("47", r"[A-Z]\w+"),
        ("Анна Ж. Каренина", r"[\u0410-\u042F]\w+ [\u0410-\u042F]\. [\u0410-\u042F]\w+"),
        ("Νίκος Παππάς", r"[\u0386-\u03A9]\w+ [\u0386-\u03A9]\w+"),
        ("राम शर्मा", r"[\u0900-\u097F]+ [\u0900-\u097F]+"),
        ("欧阳娜娜", r"[\u4E00-\u9FFF]{2,4}"),
        ("王", r"[\u4E00-\u9FFF]{1,2}"),
        ("De", r"[A-Z]\w+"),
        ("Ada's", r"[A-Z]\w+'s"),
        ("$$$", r"[A-Z]\w+"),
    ],
)
def test_the_form_is_kept(name: str, form: str) -> None:
    (surrogate,) = surrogates(name)
    assert re.fullmatch(form, surrogate)
    assert surrogate != name


def test_a_key_gives_a_name_the_same_surrogate_in_every_text() -> None:
    (alone,) = surrogates("Ada")
    _, with_others = surrogates("Zoe Merriweather", "ada", text="a text of another kind")
    assert with_others == alone.lower()
    assert surrogates("Ada", key=b"another key") != [alone]


def test_a_surrogate_that_occurs_in_the_text_gives_way_to_the_next() -> None:
    (first,) = surrogates("Ada")
    (second,) = surrogates("Ada", text=f"here is {first.upper()}")
    (third,) = surrogates("Ada", text=f"here are {first} and {second}")
    assert len({first, second, third}) == 3


def test_a_text_that_uses_up_the_letters_gets_other_initials_all_the_same() -> None:
    names = [f"{letter}. Byron" for letter in ascii_uppercase]
    found = surrogates(*names)
    assert all(re.fullmatch(r"[A-Z]\. [A-Z][a-z]+", surrogate) for surrogate in found)
    assert [a[0] == b[0] for a, b in zip(found, names, strict=True)] == [False] * 26


def test_scripts_without_blanks_get_what_stands_nowhere_in_the_text() -> None:
    (first,) = surrogates("王")
    (second,) = surrogates("王", text=f"昨天{first}在家")
    assert first != second


def test_a_missing_library_is_named_before_anything_is_redacted() -> None:
    code = (
        "import sys; sys.modules['faker.providers.person.en'] = None\n"
        "from nomen import Redactor, Surrogate\n"
        "try: Redactor(Surrogate(key=b'k'))\n"
        "except Exception as error: print(error)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "kind: surrogates need faker: pip install 'nomen[surrogates]'\n"


def test_different_names_get_different_surrogates_beyond_the_end_of_the_list() -> None:
    names = [
        f"Xa{chr(97 + i // 676)}{chr(97 + i // 26 % 26)}{chr(97 + i % 26)}" for i in range(4000)
    ]
    assert len(set(surrogates(*names))) == len(names)


def test_another_process_gives_the_same_surrogates() -> None:
    code = (
        "from nomen.model.redaction.surrogates import Surrogates\n"
        f"print(*Surrogates({KEY!r}, 'x').replacements(['Ada Byron', 'J. Doe']), sep=';')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip().split(";") == surrogates("Ada Byron", "J. Doe", text="x")


WORDS = st.text(min_size=1, max_size=5) | st.sampled_from(["Ada", "Byron", "Lucy", "A.", "von"])


@given(st.lists(WORDS, min_size=1), st.text())
def test_no_surrogate_is_a_word_of_the_text(names: list[str], text: str) -> None:
    words = set(re.findall(r"[^\W_]+", fold("; ".join([text, *names]))))
    for name, surrogate in zip(names, surrogates(*names, text=text), strict=True):
        invented = [word for word in re.findall(r"[A-Za-z]{3,}", surrogate) if word not in name]
        assert not {fold(word) for word in invented} & words


NAMED = [
    "Ada",
    "Anna",
    "Byron",
    "Bob",
    "Boutros-Ghali",
    "O'Neil",
    "A.",
    "B.",
    "J.K.",
    "von",
    "Van",
    "de",
    "Jr.",
]


@given(st.lists(st.lists(st.sampled_from(NAMED), min_size=1, max_size=4), min_size=1, max_size=6))
def test_no_word_of_a_name_stays(names: list[list[str]]) -> None:
    joined = [" ".join(words) for words in names]
    for name, surrogate in zip(joined, surrogates(*joined), strict=True):
        kept = set(re.findall(r"[^\W_]{2,}", surrogate)) & set(re.findall(r"[^\W_]{2,}", name))
        assert kept <= {"von", "Van", "de", "Jr"}
        assert surrogate != name
