import pytest

from nomen.model.errors import RestoreError
from nomen.model.redaction.restoring import Original
from nomen.service.files.answers.redaction_map import MappedDocument
from nomen.service.files.restored_texts import originals_of_all, restore_text


def mapped(*pairs: tuple[str, str], line: int = 1) -> MappedDocument:
    return MappedDocument(place={"line": line}, id=None, pairs=[(*pair, 0) for pair in pairs])


MAP = [mapped(("X", "Ada")), mapped(("X", "Zoe"), ("Y", "Bo"), line=3)]


def test_lines_have_persons_of_their_own_while_they_are_those_of_the_map() -> None:
    assert restore_text("X\nno\nY X X", MAP, is_json=False) == "Ada\nno\nBo Zoe Zoe"
    assert restore_text("X\n\n\nY X", MAP, is_json=False) == "Ada\n\n\nBo Zoe"


def test_names_are_escaped_in_json() -> None:
    name = mapped(("X", 'Robert "Bob" Stone'))
    assert restore_text('{"a":"X"}', [name], is_json=True) == r'{"a":"Robert \"Bob\" Stone"}'


def test_names_of_several_texts_are_counted_together() -> None:
    assert originals_of_all(["a X", "", "X, Y"], MAP) == [
        [Original(2, 3, "Ada")],
        [],
        [Original(0, 1, "Zoe"), Original(3, 4, "Bo")],
    ]
    with pytest.raises(RestoreError, match="one replacement stands for several names"):
        originals_of_all(["X"], MAP)


def test_no_replacement_goes_through_two_texts() -> None:
    assert originals_of_all(["Lucy", "Doe"], [mapped(("Lucy Doe", "Ada"))]) == [[], []]
