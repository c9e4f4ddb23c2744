"""Measures what is delivered while many clients are refused, and retry at once or as told."""

import json
import re
import subprocess
import tempfile
import time
import urllib.request
from collections.abc import Iterator

from tests.benchmarks import servers
from tests.benchmarks.samples import SENTENCE
from tests.benchmarks.timing import Row

FEW, MANY = 4, 400
HASTY, OBEDIENT = "50", "1000 * told"
"""Milliseconds until a refused client sends again, in Lua."""
DOCUMENT_TOKENS, QUEUE_TOKENS = 1_000, 50_000
_LUA = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.body = %s
local waits = {}
function response(status, headers)
  if status == 429 then
    local told = tonumber(headers["retry-after"] or headers["Retry-After"])
    table.insert(waits, %s)
  end
end
function delay()
  return table.remove(waits) or 0
end
"""


def measure(*, seconds: int) -> Iterator[Row]:
    """Give the rows of a storm; the tokens of batches are counted, done or not."""
    limits = {"NOMEN_QUEUE_TOKENS": str(QUEUE_TOKENS), "NOMEN_MAX_TOKENS": str(QUEUE_TOKENS)}
    words = (SENTENCE + " ").split() * (DOCUMENT_TOKENS // 25)
    body = json.dumps({"text": " ".join(words[:DOCUMENT_TOKENS])})
    loads = {
        f"{FEW} clients": (FEW, HASTY),
        f"{MANY} clients that retry after 50 ms": (MANY, HASTY),
        f"{MANY} clients that obey Retry-After": (MANY, OBEDIENT),
    }
    with servers.nomen(**limits) as server:
        found = {
            name: _tokens_per_second(server.port, body, clients=clients, wait=wait, seconds=seconds)
            for name, (clients, wait) in loads.items()
        }
    few = max(1.0, found[f"{FEW} clients"])
    for name, value in found.items():
        ratio = value / few if value != few else None
        group = f"documents of {DOCUMENT_TOKENS} tokens, queue of {QUEUE_TOKENS}"
        yield Row(group=group, name=name, value=value, unit="tokens/s", ratio=ratio)


def _tokens_per_second(port: int, body: str, *, clients: int, wait: str, seconds: int) -> float:
    before, started = _num_tokens(port), time.monotonic()
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(_LUA % (json.dumps(body), wait))
        script.flush()
        load = ["-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "60s", "-s", script.name]
        address = f"http://127.0.0.1:{port}/v1/tag"
        subprocess.run(["wrk", *load, address], check=True, capture_output=True)
    return (_num_tokens(port) - before) / (time.monotonic() - started)


def _num_tokens(port: int) -> float:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        found = re.search(rb"^nomen_batch_tokens_sum (\S+)$", answer.read(), re.MULTILINE)
    return float(found[1]) if found else 0.0
