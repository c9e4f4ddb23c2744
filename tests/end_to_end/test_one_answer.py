"""One text, one answer: alone and in company, in the library, the service, the command and Ray."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Iterable, Iterator, Sequence
from http.client import HTTPConnection
from pathlib import Path

import orjson
import pytest
import uvloop

from nomen.model.tagger import Tagger
from tests.benchmarks.servers import Server, nomen
from tests.benchmarks.soak import count_crossings

pytestmark = pytest.mark.slow

NODE = {"num_cpus": 1, "object_store_memory": 80 * 2**20, "include_dashboard": False}
COUNTS = [300, pytest.param(10_000, marks=pytest.mark.long)]
MOST_DOCUMENTS = 500


def invented(count: int) -> list[str]:
    """Draw texts of 1 to 60 words of the tests' own sentences, some in scripts and signs beside."""
    draw = random.Random(count)
    lines = Path("tests/data/dev.jsonl").read_text(encoding="utf-8").splitlines()
    words = [word for line in lines for word in json.loads(line)["text"].split()]
    words += [
        "Zoe\u0308",
        "\u674e\u660e",
        "\U0001f469\u200d\U0001f4bb",
        "O'Neill,\n",
        "M&uuml;ller",
    ]
    return [" ".join(draw.choices(words, k=draw.randint(1, 60))) for _ in range(count)]


def shown(answers: Iterable[dict[str, object]]) -> list[bytes]:
    """Give the bytes of what each answer says of its tokens and names."""
    fields = ("tokens", "starts", "ends", "name_probabilities", "names")
    return [orjson.dumps({field: answer[field] for field in fields}) for answer in answers]


def of_library(tagger: Tagger, texts: Sequence[str]) -> list[bytes]:
    """Tag each text alone."""
    tagged = [tagger.tag([text])[0] for text in texts]
    return shown(
        {
            "tokens": list(each.tokens),
            "starts": None if each.starts is None else each.starts.tolist(),
            "ends": None if each.ends is None else each.ends.tolist(),
            "name_probabilities": [round(p, 6) for p in each.name_probabilities.tolist()],
            "names": [
                {
                    "text": name.text,
                    "start": name.start,
                    "end": name.end,
                    "first_token": name.first_token,
                    "last_token": name.last_token,
                    "probability": round(name.probability or 0, 6),
                }
                for name in each.names
            ],
        }
        for each in tagged
    )


def of_service(port: int, texts: Sequence[str]) -> list[bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    answers: list[dict[str, object]] = []
    for start in range(0, len(texts), MOST_DOCUMENTS):
        documents = [{"text": text} for text in texts[start : start + MOST_DOCUMENTS]]
        headers = {"Content-Type": "application/json"}
        connection.request("POST", "/v1/tag/batch", json.dumps({"documents": documents}), headers)
        answers += json.loads(connection.getresponse().read())["documents"]
    connection.close()
    return shown(answers)


def of_command(folder: Path, texts: Sequence[str], *options: str) -> list[bytes]:
    (folder / "in").mkdir()
    lines = "".join(json.dumps({"text": text}) + "\n" for text in texts)
    (folder / "in" / "texts.jsonl").write_text(lines, encoding="utf-8")
    command = [sys.executable, "-m", "nomen.service.cli", "tag", str(folder / "in")]
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "RAY_USAGE_STATS_ENABLED": "0"}
    done = subprocess.run(
        [*command, "--output", str(folder / "out"), *options],
        capture_output=True,
        check=False,
        env=environment,
    )
    assert done.returncode == 0, done.stderr
    output = folder / "out"
    (written,) = [output] if output.is_file() else output.rglob("*.jsonl")
    return shown(map(json.loads, written.read_text(encoding="utf-8").splitlines()))


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with nomen() as served:
        yield served


@pytest.fixture(scope="module")
def ray_address() -> Iterator[str]:
    ray_cluster = pytest.importorskip("ray.cluster_utils")
    cluster = ray_cluster.Cluster(
        initialize_head=True, head_node_args={**NODE, "node_ip_address": "127.0.0.4"}
    )
    yield cluster.address
    cluster.shutdown()


@pytest.mark.parametrize("count", COUNTS)
def test_c3_library_service_and_command_give_the_same_bytes(
    default_tagger: Tagger, server: Server, tmp_path: Path, count: int
) -> None:
    texts = invented(count)

    expected = of_library(default_tagger, texts)

    assert of_service(server.port, texts) == expected
    assert of_command(tmp_path, texts, "--workers", "2") == expected


@pytest.mark.long
def test_c3_ray_gives_the_bytes_of_the_library(
    default_tagger: Tagger, ray_address: str, tmp_path: Path
) -> None:
    texts = invented(10_000)

    found = of_command(tmp_path, texts, "--engine", "ray", "--ray-address", ray_address)

    assert found == of_library(default_tagger, texts)


@pytest.mark.parametrize("count", [1_500, pytest.param(100_000, marks=pytest.mark.long)])
def test_c2_answers_of_64_clients_never_cross(
    default_tagger: Tagger, server: Server, count: int
) -> None:
    work = count_crossings(server.port, num_requests=count, tagger=default_tagger)
    found = uvloop.run(work)

    assert (found.num_crossed, found.num_lost) == (0, 0)
    assert found.num_answered + found.num_cancelled == count
    assert found.num_cancelled > count / 40
    assert found.largest_difference < 1e-6  # six decimals
