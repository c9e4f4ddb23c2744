"""What routes ask for besides their body; knows no route."""

from typing import Annotated

from fastapi import Depends, Request

from service.exchange import Exchange
from service.lifecycle import Lifecycle


async def _lifecycle(request: Request) -> Lifecycle:
    lifecycle: Lifecycle = request.app.state.lifecycle
    return lifecycle


async def _exchange(request: Request) -> Exchange:
    exchange: Exchange = request.state.exchange
    return exchange


AppLifecycle = Annotated[Lifecycle, Depends(_lifecycle)]
RequestExchange = Annotated[Exchange, Depends(_exchange)]
