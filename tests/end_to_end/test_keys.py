"""Keys from the command that makes them to the clients that send them."""

import asyncio
import subprocess
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from nomen.service.client.async_client import AsyncClient
from nomen.service.client.client import Client
from nomen.service.client.errors import KeyRefusedError
from tests.service.http.test_server import NOMEN, Served, fail_to_serve, ready
from tests.waiting import wait_until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("keys") / "keys"


def new_key(file: Path, *options: str) -> str:
    command = [str(NOMEN), "keys", "new", *options, "--file", str(file)]
    made = subprocess.run(command, check=True, capture_output=True, text=True, timeout=30)
    return made.stdout.strip()


@pytest.fixture(scope="module")
def key(file: Path) -> str:
    return new_key(file, "web")


@pytest.fixture(scope="module")
def running(tiny_bundle: Path, file: Path, key: str) -> Iterator[tuple[Served, str]]:
    assert key.startswith("nomen_")
    with ready(tiny_bundle, NOMEN_KEYS_FILE=str(file)) as (served, client):
        yield served, str(client.base_url)


def test_the_clients_send_a_key(running: tuple[Served, str], key: str) -> None:
    _, url = running

    async def ask() -> int:
        async with AsyncClient(url, api_key=key) as client:
            return len([answer async for answer in client.stream(["Harry", "Ron"])])

    with Client(url, api_key=key) as client:
        assert client.model().name == "tiny"
        assert len(list(client.stream(["Harry", "Ron"]))) == 2
    assert asyncio.run(ask()) == 2


@pytest.mark.parametrize("wrong", [None, "nomen_wrong"])
def test_the_client_says_that_its_key_is_refused(
    running: tuple[Served, str], wrong: str | None
) -> None:
    with Client(running[1], api_key=wrong) as client, pytest.raises(KeyRefusedError) as caught:
        client.tag("Harry")

    assert caught.value.problem.status == 401
    assert "nomen_wrong" not in str(caught.value)


def test_a_key_is_added_and_revoked_without_a_restart(
    running: tuple[Served, str], file: Path
) -> None:
    _, url = running
    added = new_key(file, "second", "--routes", "/v1/model")
    headers = {"Authorization": f"Bearer {added}"}

    wait_until(lambda: httpx2.get(f"{url}/v1/model", headers=headers).is_success)
    assert httpx2.get(f"{url}/metrics", headers=headers).status_code == 403
    file.write_text("".join(file.read_text().splitlines(keepends=True)[:1]))
    wait_until(lambda: httpx2.get(f"{url}/v1/model", headers=headers).is_error)


def test_s5_no_key_shows_in_the_log_the_command_line_or_the_environment(
    running: tuple[Served, str], file: Path, key: str
) -> None:
    served, url = running
    answer = httpx2.get(f"{url}/v1/model", headers={"Authorization": f"Bearer {key}"})
    shown = [
        Path(f"/proc/{served.process.pid}/{name}").read_text() for name in ("cmdline", "environ")
    ]
    told = f"{served.lines}{answer.text}{answer.headers}{shown}"

    assert key not in told
    assert file.read_text().split()[1] not in told


def test_s5_a_wrong_file_ends_the_start_with_one_line_that_repeats_nothing(tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("nomen_Canary\n")
    code, line = fail_to_serve(NOMEN_KEYS_FILE=str(tmp_path / "keys"))

    assert code == 2
    assert line.endswith(
        "line 1: expected a name, and the SHA-256 of the key, 64 hexadecimal digits"
    )
    assert "Canary" not in line
