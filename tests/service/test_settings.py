from pathlib import Path

import pytest
from pydantic import ValidationError

from nomen.service.settings import Settings, SettingsError, settings_table

README = Path(__file__).parents[2] / "README.md"


def test_variables_become_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMEN_PORT", "9000")
    monkeypatch.setenv("NOMEN_CORPORA", "/corpora")

    settings = Settings.from_env()

    assert (settings.port, settings.bundle, settings.drain_seconds) == (9000, "en", 5.0)


def test_an_option_goes_before_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMEN_BUNDLE", "en-open")

    assert Settings.from_env(bundle="mine").bundle == "mine"
    assert Settings.from_env(bundle=None).bundle == "en-open"


def test_pins_are_checksums_with_commas() -> None:
    one, two = "0" * 64, "f" * 64

    assert Settings().pins == frozenset()
    assert Settings(bundle_sha256=f"{one},{two}").pins == {one, two}
    for wrong in ("", one[1:], one.upper() + "A", f"{one},", f"{one}, {two}"):
        with pytest.raises(ValidationError):
            Settings(bundle_sha256=wrong)


def test_settings_are_frozen() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1


LIMITS = [
    ("port", 0, 65_535),
    ("threads", 1, 1024),
    ("max_body_bytes", 1, 2**30),
    ("body_seconds", 0, 3600),
    ("body_bytes_per_second", 0, 2**30),
    ("held_body_bytes", 1, 2**40),
    ("max_head_bytes", 1024, 2**20),
    ("max_head_lines", 1, 10_000),
    ("head_seconds", 0, 3600),
    ("max_tokens", 1, 10_000_000),
    ("max_documents", 1, 1_000_000),
    ("queue_tokens", 1, 100_000_000),
    ("batch_tokens", 1, 1_000_000),
    ("timeout_seconds", 0, 3600),
    ("stream_idle_seconds", 0, 3600),
    ("drain_seconds", 0, 3600),
    ("stuck_seconds", 0, 3600),
]


def test_every_number_has_limits() -> None:
    numbers = {
        name for name, field in Settings.model_fields.items() if field.annotation in (int, float)
    }

    assert {name for name, _, _ in LIMITS} == numbers


@pytest.mark.parametrize(("name", "lowest", "highest"), LIMITS)
def test_a_number_beyond_its_limits_is_refused(
    monkeypatch: pytest.MonkeyPatch, name: str, lowest: int, highest: int
) -> None:
    variable = f"NOMEN_{name.upper()}"
    for value in (lowest - 1, highest + 1, 10**30, "9" * 5000, "inf", "-inf", "nan", "", "1e999"):
        monkeypatch.setenv(variable, str(value))

        with pytest.raises(SettingsError, match=f"^{variable}: "):
            Settings.from_env()


@pytest.mark.parametrize(("name", "_lowest", "highest"), LIMITS)
def test_a_number_may_be_as_large_as_its_limit(name: str, _lowest: int, highest: int) -> None:
    others = {"queue_tokens": highest} if name == "max_tokens" else {}

    assert getattr(Settings(**{name: highest, **others}), name) == highest  # type: ignore[arg-type]  # of any name


@pytest.mark.parametrize("name", ["NOMEN_FOO", "NOMEN_X"])
def test_a_variable_that_is_near_no_other_is_refused_without_a_suggestion(
    monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")

    with pytest.raises(SettingsError, match=f"^{name}: no such setting$"):
        Settings.from_env()


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("NOMEN_HOST", "", "NOMEN_HOST: String should have at least 1 character"),
        ("NOMEN_BUNDLE", "", "NOMEN_BUNDLE: String should have at least 1 character"),
        ("NOMEN_LOG_LEVEL", "", "NOMEN_LOG_LEVEL: Input should be 'debug', 'info'"),
        ("NOMEN_PROT", "1", "NOMEN_PROT: no such setting; did you mean NOMEN_PORT?"),
        ("NOMEN_QQQQQQQQ", "1", "NOMEN_QQQQQQQQ: no such setting"),
        ("NOMEN_PORT", "canary", "NOMEN_PORT: Input should be a valid integer"),
        ("NOMEN_PORT", "tcp://10.0.0.1:8000", "enableServiceLinks: false"),
        ("NOMEN_DEVICE", "tpu", "NOMEN_DEVICE: Input should be 'auto', 'cpu' or 'cuda'"),
        ("NOMEN_MAX_TOKENS", "300000", "NOMEN_MAX_TOKENS: expected at most NOMEN_QUEUE_TOKENS"),
    ],
)
def test_a_wrong_variable_is_refused_in_one_line(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, message: str
) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(SettingsError) as caught:
        Settings.from_env()

    assert message in str(caught.value)
    assert "\n" not in str(caught.value)
    assert "canary" not in str(caught.value)


def test_every_setting_has_a_row_with_a_description() -> None:
    rows = settings_table().splitlines()[2:]

    assert len(rows) == len(Settings.model_fields)
    assert "| `NOMEN_PORT` | `8000` | Port to listen on; 0 picks a free one |" in rows
    assert not [row for row in rows if "None" in row]


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [(None, ("en", "/models/xx")), ("mine", ("mine",)), ("zh,en", ("zh", "en"))],
)
def test_several_bundles_go_before_one_and_the_command_line_before_both(
    monkeypatch: pytest.MonkeyPatch, chosen: str | None, expected: tuple[str, ...]
) -> None:
    monkeypatch.setenv("NOMEN_BUNDLE", "other")
    monkeypatch.setenv("NOMEN_BUNDLES", "en, /models/xx")

    assert Settings.from_env(bundle=chosen).bundle_names == expected


def test_a_bundle_without_a_name_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NOMEN_BUNDLES", "en,,xx")

    with pytest.raises(SettingsError, match="NOMEN_BUNDLES: expected names or folders"):
        Settings.from_env()


def test_the_readme_has_the_table() -> None:
    assert settings_table() in README.read_text(encoding="utf-8")
