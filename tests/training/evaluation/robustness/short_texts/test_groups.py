import re
from pathlib import Path

import pytest

from nomen.training import generation
from nomen.training.evaluation.robustness.short_texts.frames import FRAMES
from nomen.training.evaluation.robustness.short_texts.groups import read_groups
from nomen.training.evaluation.robustness.short_texts.nothing import NOTHING
from nomen.training.evaluation.robustness.short_texts.words import WORDS


def test_texts_are_read_by_group(tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("# about it\n\n## one\nHi⏎you\n## two\na⇥b\n#7 is open\n", encoding="utf-8")
    assert read_groups(file) == {"one": ["Hi\nyou"], "two": ["a\tb", "#7 is open"]}


@pytest.mark.parametrize("path", [FRAMES, WORDS, NOTHING], ids=lambda path: path.name)
def test_no_text_of_the_suite_is_one_that_made_pages_hold(path: Path) -> None:
    made = {
        _normal(line)
        for file in Path(generation.__file__).parent.rglob("*.txt")
        for line in file.read_text(encoding="utf-8").splitlines()
    }
    texts = [_normal(text) for group in read_groups(path).values() for text in group]
    assert not (made - {"{}"}) & set(texts)


def _normal(text: str) -> str:
    """Write a text in lower case on one line, with each slot and each name as `{}`."""
    slots = re.sub(r"\{[^}]*\}|\[[^\]]*\]|<[^>]*>", "{}", text.casefold())
    return " ".join(slots.split()).rstrip(".")
