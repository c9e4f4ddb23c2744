import asyncio
from pathlib import Path

import httpx2
import pytest

from nomen.model.tagger import Tagger
from nomen.service.errors import RefusedError, RequestError
from nomen.service.http.app import create_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.settings import Settings

pytestmark = pytest.mark.anyio


async def test_while_loading_it_lives_but_is_not_ready(tiny_bundle: Path) -> None:
    app = create_app(Settings(bundle=str(tiny_bundle)))
    transport = httpx2.ASGITransport(app)

    async with (
        app.router.lifespan_context(app),
        httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
    ):
        before = [
            (await client.get(route)).status_code for route in ("/livez", "/readyz", "/startupz")
        ]
        refused = await client.post("/v1/tag", json={"text": "Harry"})
        await app.state.lifecycle.loading
        after = [
            (await client.get(route)).status_code for route in ("/livez", "/readyz", "/startupz")
        ]

    assert (before, after) == ([200, 503, 503], [200, 200, 200])
    assert refused.status_code == 503
    assert (refused.json()["type"], refused.headers["retry-after"]) == ("/problems/loading", "1")


async def test_a_refused_bundle_ends_the_loading(tmp_path: Path) -> None:
    lifecycle = Lifecycle(Settings(bundle=str(tmp_path)))

    async with lifecycle.running():
        assert lifecycle.loading is not None
        await asyncio.wait({lifecycle.loading})

        assert isinstance(lifecycle.loading.exception(), RefusedError)
        assert not lifecycle.has_loaded


async def test_when_all_is_over_requests_are_sent_elsewhere(tagger: Tagger) -> None:
    lifecycle = Lifecycle(Settings(), tagger=tagger)

    async with lifecycle.running():
        assert lifecycle.loading is not None
        await lifecycle.loading
        assert lifecycle.tagging.model.sha256 == tagger.bundle.sha256

    with pytest.raises(RequestError) as caught:
        _ = lifecycle.tagging
    assert caught.value.problem.slug == "draining"


async def test_ending_while_loading_is_no_error(tiny_bundle: Path) -> None:
    lifecycle = Lifecycle(Settings(bundle=str(tiny_bundle)))

    async with lifecycle.running():
        pass

    assert lifecycle.loading is not None
    assert lifecycle.loading.cancelled()
