import json
import re
import sys

import pytest

from nomen.model.tagger import Tagger
from nomen.service.engine.loading import describe
from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.files.columns import Column, Judgement
from nomen.service.files.terminal import (
    print_columns,
    print_model,
    print_tagged,
    print_text,
    tell,
    visible_bytes,
)
from nomen.service.settings import Settings

TEXT = "Harry [bold]waved[/bold]."


def show_on_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("COLUMNS", "120")


def test_a_person_sees_the_text_unchanged_and_a_row_for_each_name(
    monkeypatch: pytest.MonkeyPatch, tagger: Tagger, capsys: pytest.CaptureFixture[str]
) -> None:
    show_on_terminal(monkeypatch)
    (tagged,) = tagger.tag([TEXT], threshold=0)

    print_tagged(tagged, text=TEXT, as_json=False)

    shown = capsys.readouterr().out
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", shown)
    assert without_colours.startswith(f"{TEXT}\n")
    assert "probability" in shown


def test_a_person_is_told_when_there_are_no_names(
    monkeypatch: pytest.MonkeyPatch, tagger: Tagger, capsys: pytest.CaptureFixture[str]
) -> None:
    show_on_terminal(monkeypatch)
    (tagged,) = tagger.tag(["waved"], threshold=1)

    print_tagged(tagged, text="waved", as_json=False)

    assert capsys.readouterr().out == "waved\nno names\n"


def test_json_can_be_asked_for_on_a_terminal(
    monkeypatch: pytest.MonkeyPatch, tagger: Tagger, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    show_on_terminal(monkeypatch)
    answer = ModelAnswer.build(describe(tagger), Settings())
    (tagged,) = tagger.tag([TEXT])

    print_model(answer, as_json=True)
    print_tagged(tagged, text=TEXT, as_json=True)

    first, second = map(json.loads, capfdbinary.readouterr().out.splitlines())
    assert first["name"] == "tiny"
    assert second["tokens"][0] == "Harry"


def test_the_table_of_a_bundle_has_its_corpora(
    monkeypatch: pytest.MonkeyPatch, tagger: Tagger, capsys: pytest.CaptureFixture[str]
) -> None:
    show_on_terminal(monkeypatch)
    answer = ModelAnswer.build(describe(tagger), Settings())

    print_model(answer, as_json=False)

    shown = capsys.readouterr().out
    assert shown.count("corpus") == len(answer.corpora)
    assert answer.sha256 in shown


@pytest.mark.parametrize("examples", [None, ["Ron [bold]\x1b[31m"]])
def test_a_person_sees_the_columns_of_a_table(
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    examples: list[str] | None,
) -> None:
    show_on_terminal(monkeypatch)
    column = Column(name="na\x1bme", num_filled=20, share=0.5, probability=0.25, examples=examples)

    print_columns(
        Judgement(num_rows=100, num_drawn=20, columns=[column], others=["born"]), as_json=False
    )

    shown = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert "\x1b" not in shown
    assert re.search(r"na\u241bme +│ 50\.0% +│ 0\.250 +│ 20", shown)
    assert ("Ron [bold]\u241b[31m" in shown) == bool(examples)
    assert "20 of 100 rows" in shown
    assert "no text: born" in shown


def test_control_characters_of_a_text_are_shown_and_not_obeyed(
    monkeypatch: pytest.MonkeyPatch, tagger: Tagger, capsys: pytest.CaptureFixture[str]
) -> None:
    show_on_terminal(monkeypatch)
    text = "Harry\x1b]0;owned\x07\x9b2J\x7f waved."
    (tagged,) = tagger.tag([text], threshold=0)

    print_tagged(tagged, text=text, as_json=False)
    print_tagged(tagged, text=text, as_json=True)
    print_text(text)
    tell(text)

    shown = capsys.readouterr()
    without_colours = re.sub(r"\x1b\[[0-9;]*m", "", shown.out) + shown.err
    assert not set("\x1b\x07\x9b\x7f").intersection(without_colours)
    assert "Harry\u241b]0;owned\u2407\ufffd2J\u2421 waved." in without_colours


def test_a_program_gets_a_redacted_text_as_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    print_text("a\x1b")

    assert capsys.readouterr().out == "a\x1b\n"


def test_bytes_for_a_terminal_keep_their_lines() -> None:
    assert visible_bytes("é\r\n\tb\r\x1b\xff\n".encode("latin-1")) == (
        "\ufffd\n\tb\u240d\u241b\ufffd\n".encode()
    )
