"""The engine's process: opens the tagger, then runs windows until its socket closes.

`python -P -m nomen.service.engine.worker FD`, started by `inference_process.py` alone. It reads the
settings, answers with what it loaded or why it could not, and from then on reads the tokens of
windows and answers with their probabilities.
"""

import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

import numpy as np
import structlog

from nomen.model.errors import NomenError
from nomen.model.tagger import Tagger
from nomen.service.engine.framing import read_frame, write_frame
from nomen.service.engine.inference import run_passes
from nomen.service.engine.loading import describe, open_warm_tagger, settle_memory
from nomen.service.settings import Settings
from nomen.service.telemetry.logs import configure_logging


class Sentence(NamedTuple):
    """What a forward pass reads of a window."""

    tokens: Sequence[str]


def main() -> None:
    """Work for the process that holds the other end of the socket, until it closes.

    Signals that end a service may be sent to all its processes; only the service's own end is ours.
    """
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    with (
        socket.socket(fileno=int(sys.argv[1])) as connection,
        suppress(BrokenPipeError, ConnectionResetError),  # nobody is left to work for
    ):
        work(connection)


def work(connection: socket.socket) -> None:
    """Answer every frame with one, as the other end of `InferenceProcess`."""
    stream = connection.makefile("rb")
    chosen = read_frame(stream)
    if chosen is None:
        return
    settings = Settings(**chosen)
    configure_logging(settings.log_level)
    try:
        tagger = open_warm_tagger(settings)
    except NomenError as error:
        connection.sendall(write_frame({"refusal": str(error)}))
        return
    settle_memory()
    connection.sendall(write_frame({"model": describe(tagger).model_dump(mode="json")}))
    while (sentences := read_frame(stream)) is not None:
        connection.sendall(write_frame(_answer(tagger, sentences, settings.batch_tokens)))


def _answer(tagger: Tagger, sentences: Sequence[list[str]], batch_tokens: int) -> Any:  # noqa: ANN401  # a frame
    """Give passes, seconds, and name and begin probabilities, float32 (N,); None on a failure."""
    try:
        found = run_passes(
            tagger.forward, list(map(Sentence, sentences)), batch_tokens=batch_tokens
        )
    except Exception as error:  # noqa: BLE001  # the outermost edge of this process
        structlog.get_logger("nomen.engine").error("failure", exc_info=error)
        return None
    names = np.concatenate([output.name for output in found.outputs])
    begins = np.concatenate([output.begin for output in found.outputs])
    return list(map(tuple, found.passes)), found.seconds, names.tobytes(), begins.tobytes()


if __name__ == "__main__":
    main()
