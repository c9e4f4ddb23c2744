import json
import re
import sys

import pytest

from nomen.model.tagger import Tagger
from nomen.service.engine.loading import describe
from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.files.columns import Column, Judgement
from nomen.service.files.terminal import print_columns, print_model, print_tagged
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
