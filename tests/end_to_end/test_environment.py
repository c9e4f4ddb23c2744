"""The service knows every `NOMEN_*` variable, also those of training in `model/environment.py`."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer.main

from nomen.model.environment import TRAINING_VARIABLES
from nomen.service.cli import app
from nomen.service.settings import PREFIX, Settings
from nomen.training.cli.main import cli

ROOT = Path(__file__).parents[2]
KNOWN = {PREFIX + field.upper() for field in Settings.model_fields} | TRAINING_VARIABLES


def variables_of(command: object) -> Iterator[str]:
    for parameter in getattr(command, "params", []):
        named = parameter.envvar or []
        yield from [named] if isinstance(named, str) else named
    for child in getattr(command, "commands", {}).values():
        yield from variables_of(child)


def test_every_variable_that_an_option_reads_is_known() -> None:
    options = [
        variable
        for each in (app, cli)
        for variable in variables_of(typer.main.get_command(each))
        if variable.startswith(PREFIX)
    ]

    assert set(options) == TRAINING_VARIABLES | {"NOMEN_KEYS_FILE"}


def test_every_variable_that_the_source_names_is_known() -> None:
    sources = [
        path for room in ("model", "service", "training") for path in ROOT.glob(f"{room}/**/*.py")
    ]
    named = {
        variable
        for source in sources
        for variable in re.findall(r"\bNOMEN_[A-Z0-9_]+", source.read_text(encoding="utf-8"))
    }

    assert named >= TRAINING_VARIABLES
    assert named - KNOWN - {PREFIX} == set()


@pytest.mark.parametrize("variable", sorted(TRAINING_VARIABLES))
def test_a_variable_of_training_does_not_stop_the_service(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(variable, "/somewhere")

    Settings.from_env()
