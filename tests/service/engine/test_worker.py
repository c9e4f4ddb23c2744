"""Covers how the worker begins; `test_process.py` covers what a running one answers."""

import socket
from pathlib import Path

from nomen.service.engine.framing import REFUSED, read_frame, write_frame
from nomen.service.engine.process import send_connection, send_settings
from nomen.service.engine.worker import work
from nomen.service.settings import Settings


def test_a_worker_ends_when_the_door_closes_before_its_settings() -> None:
    ours, theirs = socket.socketpair()
    ours.close()

    with theirs:
        work(theirs)


def test_a_worker_says_to_each_in_one_frame_why_it_cannot_load(tmp_path: Path) -> None:
    door, inner = socket.socketpair()
    first, second = socket.socketpair(), socket.socketpair()
    send_settings(door, Settings(bundle=str(tmp_path)))
    for ours, theirs in (first, second):
        with theirs:
            send_connection(door, theirs)
        ours.sendall(write_frame([["Harry"]]))
        ours.shutdown(socket.SHUT_WR)
    door.shutdown(socket.SHUT_WR)

    with door, inner:
        work(inner)

        assert door.recv(9) == REFUSED
    for ours, _ in (first, second):
        with ours:
            answer = read_frame(ours)
        assert isinstance(answer, dict)
        assert "manifest.json: expected a readable file" in answer["refusal"]
