"""Checks for crossed answers and growing memory under long load, and times starts: `make soak`."""

import argparse
import asyncio
import json
import math
import os
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import numpy as np
import uvloop

from nomen.model.tagger import Tagger, load_tagger
from tests.benchmarks import servers
from tests.benchmarks.client import Client
from tests.benchmarks.samples import SENTENCE

CLIENTS = 64
CANCELLED_SHARE = 0.05
MEMORY_CLIENTS, MOST_TOKENS = 4, 100_000
ACCEPTED = {HTTPStatus.OK, HTTPStatus.TOO_MANY_REQUESTS}
TOLERANCE = 1e-5


@dataclass(slots=True)
class Crossing:
    """The outcome of requests that each carry a unique name.

    Attributes:
        num_answered: Requests answered with 200 and their own tokens.
        num_cancelled: Requests whose client disconnected before the answer.
        num_crossed: Requests answered with other tokens than they sent.
        num_lost: Requests without an answer, or with another status.
        largest_difference: Largest difference of a name probability from the same text run alone.
    """

    num_answered: int = 0
    num_cancelled: int = 0
    num_crossed: int = 0
    num_lost: int = 0
    largest_difference: float = 0.0


def marked_tokens(number: int) -> list[str]:
    """Give a token list that no other request has; its length depends on the number."""
    words = SENTENCE.split()
    own = [f"Marka{number}", f"Ulveson{number}"]
    return (words * 3)[: 3 + number % 60] + own + words[: number % 7]


async def count_crossings(port: int, *, num_requests: int, tagger: Tagger) -> Crossing:
    """Send requests from many concurrent clients; some do not wait for their answer."""
    numbers = iter(range(num_requests))
    found = Crossing()

    async def work(seed: int) -> None:
        generator = random.Random(seed)
        client = Client(port)
        for number in numbers:
            tokens = marked_tokens(number)
            body = json.dumps({"tokens": tokens}).encode()
            if generator.random() < CANCELLED_SHARE:
                await client.post_and_go(body, after_seconds=generator.uniform(0, 0.05))
                found.num_cancelled += 1
                continue
            try:
                status, content = await client.post(body)
            except OSError:
                client.close()
                found.num_lost += 1
                continue
            if status != HTTPStatus.OK:
                found.num_lost += 1
                continue
            answer = json.loads(content)
            if answer["tokens"] != tokens:
                found.num_crossed += 1
                continue
            found.num_answered += 1
            (alone,) = tagger.tag([tokens])
            difference = np.abs(alone.name_probabilities - answer["name_probabilities"]).max()
            found.largest_difference = max(found.largest_difference, float(difference))
        client.close()

    await asyncio.gather(*(work(seed) for seed in range(CLIENTS)))
    return found


async def watch_memory(port: int, process: int, *, minutes: float) -> list[tuple[float, float]]:
    """Send texts of 1 to 100,000 tokens, mostly short; give pairs of seconds and resident MB."""
    end = time.monotonic() + 60 * minutes
    found: list[tuple[float, float]] = []

    async def work(seed: int) -> None:
        generator = random.Random(seed)
        client = Client(port)
        while time.monotonic() < end:
            length = int(math.exp(generator.uniform(0, math.log(MOST_TOKENS))))
            words = [f"w{generator.randrange(10**6)}" for _ in range(length)]
            status, _ = await client.post(json.dumps({"text": " ".join(words)}).encode())
            if status not in ACCEPTED:
                raise RuntimeError(f"expected 200 or 429, found {status}")
        client.close()

    async def watch() -> None:
        start = time.monotonic()
        while time.monotonic() < end:
            await asyncio.sleep(5)  # noqa: TID251  # the interval of samples
            found.append((time.monotonic() - start, resident_megabytes(process)))

    await asyncio.gather(watch(), *(work(seed) for seed in range(MEMORY_CLIENTS)))
    return found


def family(process: int) -> list[int]:
    """Give the ids of a process and its children: a server and its engine."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text(encoding="ascii")
    return [process, *map(int, children.split())]


def resident_megabytes(process: int) -> float:
    """Give the resident memory of a process and its children now."""
    kilobytes = 0
    for member in family(process):
        lines = Path(f"/proc/{member}/status").read_text(encoding="ascii").splitlines()
        kilobytes += sum(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return kilobytes / 1024


def cpu_seconds(process: int) -> float:
    """Give the CPU time of a process and its children."""
    ticks = 0
    for member in family(process):
        content = Path(f"/proc/{member}/stat").read_text(encoding="ascii")
        fields = content.rpartition(")")[2].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Print the results."""
    parser = argparse.ArgumentParser(prog="make soak", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000)
    parser.add_argument("--minutes", type=float, default=10)
    chosen = parser.parse_args()
    for line in _lines(num_requests=chosen.requests, minutes=chosen.minutes):
        print(line, flush=True)


def _lines(*, num_requests: int, minutes: float) -> Iterator[str]:
    seconds = sorted(_start() for _ in range(5))
    yield f"start: {seconds[2]:.2f} s of CPU time to /readyz, median of 5"
    if num_requests:
        with servers.nomen(NOMEN_PRECISION="fp32") as server:
            tagger = load_tagger(precision="fp32")
            work = count_crossings(server.port, num_requests=num_requests, tagger=tagger)
            yield str(uvloop.run(work))
    if minutes:
        with servers.nomen() as server:
            found = uvloop.run(watch_memory(server.port, server.process, minutes=minutes))
        yield _of_memory(found)


def _start() -> float:
    with servers.nomen() as server:
        return cpu_seconds(server.process)


def _of_memory(found: Sequence[tuple[float, float]]) -> str:
    half = found[len(found) // 2 :]
    slope = 60 * statistics.linear_regression(*zip(*half, strict=True)).slope
    most = max(megabytes for _, megabytes in found)
    return f"memory: {most:.0f} MB at most, {slope:+.1f} MB a minute in the second half"


if __name__ == "__main__":
    main()
