"""The routes for operators and for those who ask what is served; never queued behind inference."""

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.http.dependencies import AppLifecycle
from nomen.service.http.openapi import PROBLEM_RESPONSES

router = APIRouter(
    tags=["operate"], responses={code: PROBLEM_RESPONSES[code] for code in ("405", "503")}
)


class Status(BaseModel):
    """How the service is."""

    status: str


@router.get("/v1/model", tags=["tag"], summary="Tell what is served")
async def model(lifecycle: AppLifecycle, response: Response) -> ModelAnswer:
    """Tell name, version, checksum, training corpora with licences, metrics, limits, engine."""
    served = lifecycle.tagging.model
    response.headers["Nomen-Model"] = served.header
    return ModelAnswer.build(served, lifecycle.settings)


@router.get("/livez", summary="Tell whether a restart is needed")
async def livez(lifecycle: AppLifecycle) -> Status:
    """Fail only when the engine is stuck or dead, never because it is busy."""
    lifecycle.check_alive()
    return Status(status="alive")


@router.get("/readyz", summary="Tell whether requests may come")
async def readyz(lifecycle: AppLifecycle) -> Status:
    """Fail until the bundle is loaded and proven, and from SIGTERM on."""
    lifecycle.check_ready()
    return Status(status="ready")


@router.get("/startupz", summary="Tell whether loading is over")
async def startupz(lifecycle: AppLifecycle) -> Status:
    """Fail until the bundle is loaded and proven."""
    lifecycle.check_started()
    return Status(status="started")


@router.get(
    "/metrics",
    summary="Metrics for Prometheus",
    response_class=Response,
    responses={200: {"content": {"text/plain": {}}}},
)
async def metrics(lifecycle: AppLifecycle) -> Response:
    """Give the metrics in Prometheus' text format."""
    return Response(lifecycle.metrics.to_text(), media_type=CONTENT_TYPE_LATEST)
