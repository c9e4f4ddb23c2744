from pathlib import Path

from nomen.training.evaluation.robustness.short_texts.groups import read_groups


def test_texts_are_read_by_group(tmp_path: Path) -> None:
    file = tmp_path / "texts.txt"
    file.write_text("# about it\n\n## one\nHi⏎you\n## two\na⇥b\n#7 is open\n", encoding="utf-8")
    assert read_groups(file) == {"one": ["Hi\nyou"], "two": ["a\tb", "#7 is open"]}
