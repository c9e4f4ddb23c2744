import pytest

from nomen.model.redaction.markup import names_through_tags
from nomen.model.redaction.operators import Number, Surrogate
from nomen.model.redaction.redaction import Redactor
from nomen.model.tagged_documents import Name


def names_of(text: str, *names: str) -> list[Name]:
    found, end = [], 0
    for name in names:
        start = text.index(name, end)
        end = start + len(name)
        found.append(
            Name(text=name, start=start, end=end, first_token=0, last_token=0, probability=0.9)
        )
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<b>Ada</b> Byron left", ["Ada Byron"]),
        ("<a href='#x'>Ada</a><i> Byron</i>", ["Ada Byron"]),
        ("Ada Byron", []),
        ("Ada < Byron", []),
        ("<li>Ada</li> <li>Byron</li>", []),
        ("<b>Ada</b>\n\n<b>Byron</b>", []),
        ("<b>Ada</b>, Byron", []),
        ("<body>Ada</body> Byron", []),
    ],
)
def test_inline_tags_part_no_person(text: str, expected: list[str]) -> None:
    spans = [(name.start or 0, name.end or 0) for name in names_of(text, "Ada", "Byron")]

    assert names_through_tags(text, spans) == expected


def test_the_parts_of_a_person_have_one_number() -> None:
    text = "<b>Ada</b> Byron met <i>Bob</i>. Byron left."
    redacted = Redactor(Number()).redact(text, names_of(text, "Ada", "Byron", "Bob", "Byron"))

    assert redacted.text == "<b>[NAME_1]</b> [NAME_1] met <i>[NAME_2]</i>. [NAME_1] left."


def test_the_parts_of_a_person_have_the_surrogates_of_the_whole_name() -> None:
    whole, parted = "Ada Byron", "<b>Ada</b> Byron"
    redactor = Redactor(Surrogate(key=b"k"))

    expected = redactor.redact(whole, names_of(whole, whole)).text
    redacted = redactor.redact(parted, names_of(parted, "Ada", "Byron")).text
    assert redacted == "<b>{}</b> {}".format(*expected.split())
