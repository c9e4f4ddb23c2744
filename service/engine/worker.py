"""The engine's process: loads the tagger, then runs forward passes until its socket closes.

`process.py` starts it as `python -P -m nomen.service.engine.worker FD`. It reads the settings, and
answers with what it loaded or why it could not. From then on, every frame that it reads has the
tokens of sentences, and the frame that it answers has their probabilities.
"""

import signal
import socket
import sys
from contextlib import suppress
from typing import Any

import numpy as np
import structlog

from nomen.model.errors import NomenError
from nomen.model.network.batching import TokenBudget
from nomen.model.tagger import Tagger
from nomen.service.engine.core_dumps import forbid_core_dumps
from nomen.service.engine.framing import read_frame, write_frame
from nomen.service.engine.inference import Sentences, run_measured
from nomen.service.engine.loading import describe, open_warm_tagger, settle_memory
from nomen.service.settings import Settings
from nomen.service.telemetry.logs import configure_logging


def main() -> None:
    """Work for the process at the other end of the socket until it closes the socket.

    SIGINT, SIGTERM and SIGHUP are ignored: a terminal or systemd sends them to all processes of a
    service, and the service still needs its engine while it drains.
    """
    forbid_core_dumps()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with (
        socket.socket(fileno=int(sys.argv[1])) as connection,
        suppress(BrokenPipeError, ConnectionResetError),  # the service has ended
    ):
        work(connection)


def work(connection: socket.socket) -> None:
    """Answer each frame of an `InferenceProcess` with one frame."""
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
    budget = TokenBudget(settings.batch_tokens)
    while (sentences := read_frame(stream)) is not None:
        connection.sendall(write_frame(_answer(tagger, sentences, budget)))


def _answer(tagger: Tagger, sentences: Sentences, budget: TokenBudget) -> Any:  # noqa: ANN401  # a frame
    """Give statistics, and name and begin probabilities, float32 (N,); see `InferenceResult`.

    N is the number of tokens of all sentences. A failure is logged and answered with None.
    """
    try:
        result = run_measured(tagger.forward, sentences, budget=budget)
    except Exception as error:  # noqa: BLE001  # the outermost edge of this process
        structlog.get_logger("nomen.engine").error("failure", exc_info=error)
        return None
    if result.num_lowered:
        structlog.get_logger("nomen.engine").warning(
            "out of memory", batch_tokens=budget.num_tokens
        )
    names = np.concatenate([output.name for output in result.outputs])
    begins = np.concatenate([output.begin for output in result.outputs])
    facts = (list(map(tuple, result.batches)), result.seconds, result.num_lowered)
    return *facts, names.tobytes(), begins.tobytes()


if __name__ == "__main__":
    main()
