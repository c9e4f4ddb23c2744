import io
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
import structlog
from starlette.testclient import TestClient

from nomen.model.tagger import Tagger, load_tagger
from nomen.service.http.app import create_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings
from nomen.service.telemetry.logs import configure_logging
from tests.service.apps import GatedTagger


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


@pytest.fixture(scope="session")
def tagger(tiny_bundle: Path) -> Tagger:
    return load_tagger(tiny_bundle)


@pytest.fixture(autouse=True)
def no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NOMEN_BUNDLE", "NOMEN_CORPORA", "NOMEN_PORT", "NOMEN_THREADS"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(autouse=True)
def log_lines() -> Iterator[io.StringIO]:
    """Catch the log of the service."""
    handlers = logging.root.handlers[:]
    lines = io.StringIO()
    logging.root.handlers = []
    configure_logging("debug", stream=lines)
    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own client
    yield lines
    logging.root.handlers = handlers
    structlog.reset_defaults()


@pytest.fixture
def client(tagger: Tagger) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), tagger), raise_server_exceptions=False) as opened:
        yield opened


@pytest.fixture
def lifecycle(client: TestClient) -> Lifecycle:
    found: Lifecycle = client.app.state.lifecycle  # type: ignore[attr-defined]  # an ASGI app to it
    return found


@pytest.fixture
def gated(tagger: Tagger) -> Iterator[GatedTagger]:
    made = GatedTagger(tagger)
    yield made
    made.let_through()
