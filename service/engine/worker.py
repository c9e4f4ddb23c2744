"""The engine's process: loads the tagger, then runs forward passes for those who are connected.

`process.py` starts it as `python -P -m nomen.service.engine.worker FD`. FD is its end of a socket
pair, its door. First the settings come through it, then a connection for each service process that
shares the engine. The engine writes one byte to the door: whether the bundle is loaded or refused.
The first frame of a connection is what was loaded, or why it could not be. From then on, every
frame that comes has the tokens of sentences and the bundles that read them, and the frame that
answers it has their probabilities.
The process ends when the door and all connections are closed.
"""

import os
import signal
import socket
import sys
from collections.abc import Sequence
from contextlib import suppress
from functools import partial
from typing import Any

import numpy as np
import structlog

from nomen.model.errors import NomenError
from nomen.model.network.batching import TokenBudget
from nomen.model.tagger import Tagger
from nomen.service.engine.core_dumps import forbid_core_dumps
from nomen.service.engine.framing import LOADED, REFUSED, read_frame
from nomen.service.engine.inference import Sentences, run_measured
from nomen.service.engine.loading import describe_all, open_warm_tagger, settle_memory
from nomen.service.engine.turns import Turns
from nomen.service.settings import Settings
from nomen.service.telemetry.logs import configure_logging


def main() -> None:
    """Work until the door and all connections are closed.

    SIGINT, SIGTERM and SIGHUP are ignored: a terminal or systemd sends them to all processes of a
    service, and the service still needs its engine while it drains.
    """
    forbid_core_dumps()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    with socket.socket(fileno=int(sys.argv[1])) as door:
        work(door)


def work(door: socket.socket) -> None:
    """Load what the settings name that come through the door, and answer all connections."""
    chosen = read_frame(door)
    if chosen is None:
        return
    settings = Settings(**chosen)
    configure_logging(settings.log_level)
    try:
        tagger = open_warm_tagger(settings)
    except NomenError as error:
        _tell(door, REFUSED)
        Turns(door, greeting={"refusal": str(error)}, answer=lambda _: None).run()
        return
    settle_memory()
    _tell(door, LOADED)
    models = [each.model_dump(mode="json") for each in describe_all(tagger)]
    greeting = {"models": models, "pid": os.getpid()}
    answer = partial(_answer, tagger, TokenBudget(settings.batch_tokens))
    Turns(door, greeting=greeting, answer=answer).run()


def _tell(door: socket.socket, verdict: bytes) -> None:
    with suppress(OSError):  # whoever started this does not want to know
        door.send(verdict)


def _answer(tagger: Tagger, budget: TokenBudget, asked: tuple[Sentences, Sequence[int]]) -> Any:  # noqa: ANN401  # a frame
    """Give statistics, and name and begin probabilities, float32 (N,); see `InferenceResult`.

    N is the number of tokens of all sentences. A failure is logged and answered with None.
    """
    try:
        sentences, readers = asked
        forwards = [each.forward for each in tagger.bundles]
        result = run_measured(forwards, sentences, readers, budget=budget)
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
