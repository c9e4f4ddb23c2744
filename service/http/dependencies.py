"""What FastAPI passes to the routes of `operations.py`."""

from typing import Annotated

from fastapi import Depends, Request

from nomen.service.scheduling.lifecycle import Lifecycle


async def _lifecycle(request: Request) -> Lifecycle:
    lifecycle: Lifecycle = request.app.state.lifecycle
    return lifecycle


AppLifecycle = Annotated[Lifecycle, Depends(_lifecycle)]
