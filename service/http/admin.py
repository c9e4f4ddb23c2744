"""The route for administrators. It is part of an app only where keys guard it."""

from fastapi import APIRouter, Response

from nomen.service.engine.model_facts import ModelAnswer
from nomen.service.http.dependencies import AppLifecycle
from nomen.service.http.openapi import PROBLEM_RESPONSES

router = APIRouter(
    tags=["operate"], responses={code: PROBLEM_RESPONSES[code] for code in ("405", "409", "503")}
)


@router.post("/admin/reload", summary="Load the bundle again")
async def reload(lifecycle: AppLifecycle, response: Response) -> ModelAnswer:
    """Load what `NOMEN_BUNDLE` names again, without a restart, and answer once it is served.

    The new bundle is verified and self-tested beside the served one. If it is refused, the old one
    serves on. Requests and streams that have begun keep the bundle that they began with.
    """
    served = await lifecycle.reload_all()
    response.headers["Nomen-Model"] = served.header
    return ModelAnswer.build(served, lifecycle.settings)
