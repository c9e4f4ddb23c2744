"""The routes that do not tag: the model, health and metrics. They never wait for the engine."""

from typing import Any

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from nomen.service.engine.model_facts import ModelAnswer, ModelsAnswer
from nomen.service.http.dependencies import AppLifecycle
from nomen.service.http.openapi import PROBLEM_RESPONSES
from nomen.service.scheduling.lifecycle import Lifecycle

PATH = "/metrics"

RESPONSES: dict[int | str, dict[str, Any]] = {
    code: PROBLEM_RESPONSES[code] for code in ("405", "503")
}
router = APIRouter(tags=["operate"], responses=RESPONSES)
metrics_router = APIRouter(tags=["operate"], responses=RESPONSES)
"""The route of the metrics, where they have no port of their own."""


class Status(BaseModel):
    """The state of the service."""

    status: str


@router.get("/v1/model", tags=["tag"], summary="Describe the first served model")
async def model(lifecycle: AppLifecycle, response: Response) -> ModelAnswer:
    """Give name, version, checksum, training corpora with licences, metrics, limits and engine."""
    served = lifecycle.tagging.model
    response.headers["Nomen-Model"] = served.header
    return ModelAnswer.build(served, lifecycle.settings)


@router.get("/v1/models", tags=["tag"], summary="List the served models")
async def models(lifecycle: AppLifecycle) -> ModelsAnswer:
    """List the served bundles with their languages, in the order in which they are chosen."""
    return ModelsAnswer.build(lifecycle.runner.models)


@router.get("/livez", summary="Liveness: does the service need a restart?")
async def livez(lifecycle: AppLifecycle) -> Status:
    """Fail only when the engine is stuck or has ended; a busy engine is alive."""
    lifecycle.check_alive()
    return Status(status="alive")


@router.get("/readyz", summary="Readiness: may requests be sent?")
async def readyz(lifecycle: AppLifecycle) -> Status:
    """Fail until the bundle is loaded and self-tested, and from SIGTERM on."""
    await lifecycle.check_all_ready()
    return Status(status="ready")


@router.get("/startupz", summary="Startup: is the bundle loaded?")
async def startupz(lifecycle: AppLifecycle) -> Status:
    """Fail until the bundle is loaded and self-tested."""
    lifecycle.check_started()
    return Status(status="started")


@metrics_router.get(
    PATH,
    summary="Metrics for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
async def metrics(lifecycle: AppLifecycle) -> Response:
    """Give the metrics in Prometheus' text format."""
    return await metrics_response(lifecycle)


async def metrics_response(lifecycle: Lifecycle) -> Response:
    """Make the answer with all metrics."""
    return Response(await lifecycle.metrics_text(), media_type=CONTENT_TYPE_LATEST)
