"""Covers how the worker begins; `test_process.py` covers what a running one answers."""

import socket
from pathlib import Path

from nomen.service.engine.framing import read_frame, write_frame
from nomen.service.engine.worker import work
from nomen.service.settings import Settings


def test_a_worker_ends_when_the_socket_closes_before_its_settings() -> None:
    ours, theirs = socket.socketpair()
    ours.close()

    with theirs:
        work(theirs)


def test_a_worker_says_in_one_frame_why_it_cannot_load(tmp_path: Path) -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(write_frame(Settings(bundle=str(tmp_path)).model_dump(mode="json")))

        work(theirs)

        theirs.close()
        with ours.makefile("rb") as stream:
            answer = read_frame(stream)
            assert read_frame(stream) is None
    assert list(answer) == ["refusal"]  # type: ignore[arg-type]  # whatever was written
    assert "manifest.json: expected a readable file" in answer["refusal"]  # type: ignore[index]  # as above
