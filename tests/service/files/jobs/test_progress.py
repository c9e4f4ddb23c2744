import sys

import pytest

from nomen.service.files.jobs import progress
from nomen.service.files.jobs.progress import Progress
from nomen.service.files.outputs.journal import Counts

DONE = Counts(num_documents=1500, num_tokens=30_000)


def test_elsewhere_a_line_tells_speed_share_and_time_left(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    clock = [100.0]
    monkeypatch.setattr("nomen.service.files.jobs.progress.time.monotonic", lambda: clock[0])
    with Progress(1000, Counts(num_documents=500, num_tokens=20_000)) as shown:
        clock[0] = 129.9
        shown.show(DONE, position=250)
        assert capsys.readouterr().err == ""
        clock[0] = 200.0
        shown.show(DONE, position=250)

    assert capsys.readouterr().err == (
        "nomen: 1,500 documents, 10/s, 100 tokens/s, 25%, 5 min left\n"
    )


def test_without_a_size_there_is_no_share(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(progress, "LINE_SECONDS", 0)
    with Progress(None, Counts()) as shown:
        shown.show(DONE, position=250)

    assert capsys.readouterr().err.endswith("tokens/s\n")


def test_a_terminal_gets_a_bar(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setenv("COLUMNS", "120")
    with Progress(1000, Counts()) as shown:
        shown.show(DONE, position=250)

    told = capsys.readouterr().err
    assert "25%" in told
    assert "1,500 documents" in told
