import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from nomen.service.files.outputs.streams import StreamFile


def test_a_terminal_gets_no_control_characters(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for is_terminal in (True, False):
        monkeypatch.setattr(sys.stdout, "isatty", lambda: is_terminal)  # noqa: B023  # called at once
        file = StreamFile(None)
        file.write(b"a\x1b[2J\n")
        file.publish()

    assert capfdbinary.readouterr().out == "a\u241b[2J\n".encode() + b"a\x1b[2J\n"


def test_what_follows_on_a_terminal_begins_a_line(
    monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    for parts in ([b"[1]", b""], [b"[2]\n"], [], [b"[3]\n", b"4"]):
        file = StreamFile(None)
        for part in parts:
            file.write(part)
        file.publish()

    assert capfdbinary.readouterr().out == b"[1]\n[2]\n[3]\n4\n"


def test_a_device_that_cannot_be_written_is_named() -> None:
    file = StreamFile(Path("/dev/full"))

    with pytest.raises(OSError, match="No space left on device: '/dev/full'"):
        file.write(b"a")
    file.discard()


def test_standard_output_that_cannot_be_written_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with Path("/dev/full").open("wb", buffering=0) as full:
        buffered = io.BufferedWriter(full)
        monkeypatch.setattr(sys, "stdout", SimpleNamespace(buffer=buffered, isatty=lambda: False))
        file = StreamFile(None)
        file.write(b"a")

        with pytest.raises(OSError, match="No space left on device: 'standard output'"):
            file.sync()

        monkeypatch.undo()
        with pytest.raises(OSError, match="No space left on device"):
            buffered.detach()
