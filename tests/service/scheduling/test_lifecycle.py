import asyncio
import io
import json
import os
import shutil
import signal
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx2
import pytest

from nomen.model.tagger import Tagger
from nomen.service.documents.schemas import TextRequest
from nomen.service.errors import ClosedError, RefusedError, ReloadError, RequestError
from nomen.service.http.app import create_app
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.tagging import Tagging
from nomen.service.settings import Settings
from nomen.service.telemetry.access_record import AccessRecord
from tests.service.apps import GatedTagger
from tests.service.scheduling.loaded import loaded, tag
from tests.waiting import turns, until

pytestmark = pytest.mark.anyio


async def test_d7_while_loading_it_lives_but_is_not_ready(tiny_bundle: Path) -> None:
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


def edit_version(bundle: Path, version: str) -> None:
    manifest = json.loads((bundle / "manifest.json").read_bytes())
    text = json.dumps({**manifest, "version": version})
    (bundle / "manifest.json").write_text(text, encoding="utf-8")


async def ask(lifecycle: Lifecycle, tagging: Tagging | None = None) -> object:
    """Give what an answer says of its model."""
    request, record = TextRequest(text="Harry"), AccessRecord("one")
    body = await tag(tagging or lifecycle.tagging, request, record)
    return json.loads(body)["model"]


@asynccontextmanager
async def serving_a_copy(bundle: Path, folder: Path) -> AsyncIterator[tuple[Path, Lifecycle]]:
    """Serve a copy of a bundle, which the test may change."""
    copy = Path(shutil.copytree(bundle, folder / "bundle"))
    lifecycle = Lifecycle(Settings(bundle=str(copy)))
    async with lifecycle.running():
        assert lifecycle.loading is not None
        await lifecycle.loading
        yield copy, lifecycle


@pytest.mark.slow
async def test_m2_who_has_begun_with_a_bundle_keeps_it_and_later_ones_get_the_new_one(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    async with serving_a_copy(tiny_bundle, tmp_path) as (bundle, lifecycle):
        old = lifecycle.runner
        edit_version(bundle, "2.0.0")

        with old.in_use():
            model = await lifecycle.reload()
            with pytest.raises(ReloadError, match="the bundle before is still in use"):
                await lifecycle.reload()
            models = [await ask(lifecycle, Tagging(old)), await ask(lifecycle)]

    assert (model.label, models) == ("nomen-tiny 2.0.0", ["nomen-tiny 0.1.0", "nomen-tiny 2.0.0"])


@pytest.mark.slow
async def test_m2_a_refused_bundle_leaves_the_old_one_serving(
    tiny_bundle: Path, tmp_path: Path
) -> None:
    async with serving_a_copy(tiny_bundle, tmp_path) as (bundle, lifecycle):
        (bundle / "network.onnx").unlink()

        with pytest.raises(ReloadError, match=r"network\.onnx: expected a readable file"):
            await lifecycle.reload()

        assert await ask(lifecycle) == "nomen-tiny 0.1.0"
        assert b'\nnomen_reloads_total{result="failed"} 1.0\n' in lifecycle.metrics.to_text()


@pytest.mark.slow
async def test_m2_the_end_of_a_replaced_engine_is_no_error(
    tiny_bundle: Path, log_lines: io.StringIO
) -> None:
    lifecycle = Lifecycle(Settings(bundle=str(tiny_bundle)))
    async with lifecycle.running():
        assert lifecycle.loading is not None
        await lifecycle.loading
        old = lifecycle.engine_pid

        await lifecycle.reload()
        await until(lambda: not Path(f"/proc/{old}").exists())
        await turns(20)  # in one of them it would be logged

    assert "engine ended" not in log_lines.getvalue()


@pytest.mark.slow
async def test_d6_it_is_broken_when_its_engine_has_ended(tiny_bundle: Path) -> None:
    lifecycle = Lifecycle(Settings(bundle=str(tiny_bundle)))
    async with lifecycle.running():
        assert lifecycle.loading is not None
        assert lifecycle.broken is not None
        await lifecycle.loading
        os.kill(lifecycle.engine_pid or 0, signal.SIGKILL)

        assert (await lifecycle.broken).code == -signal.SIGKILL
        for check in (lifecycle.check_alive, lifecycle.check_ready):
            with pytest.raises(RequestError, match="the engine is stuck or has ended"):
                check()


async def test_a_reload_waits_for_the_first_bundle_and_is_none_of_a_leaving_service(
    tagger: Tagger,
) -> None:
    lifecycle = Lifecycle(Settings(), tagger=tagger)
    with pytest.raises(RequestError) as early:
        await lifecycle.reload()
    async with loaded(tagger) as leaving:
        leaving.leave()
        with pytest.raises(RequestError) as late:
            await leaving.reload()

    assert (early.value.problem.slug, late.value.problem.slug) == ("loading", "draining")


async def test_d3_what_waits_when_it_is_abandoned_is_sent_elsewhere(gated: GatedTagger) -> None:
    async with loaded(gated) as lifecycle:
        waiting = asyncio.create_task(ask(lifecycle))
        await gated.until_entered()

        gated.let_through()
        await lifecycle.abandon()

        with pytest.raises(ClosedError):
            await waiting
        with pytest.raises(RequestError) as later:
            _ = lifecycle.runner
    assert later.value.problem.slug == "draining"
