"""A loaded app without HTTP, and a way to tag with it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from nomen.model.tagger import Tagger
from nomen.service.documents.schemas import TextRequest, TokensRequest
from nomen.service.scheduling.lifecycle import Lifecycle
from nomen.service.scheduling.running import Caller
from nomen.service.scheduling.tagging import Tagging
from nomen.service.settings import Settings
from nomen.service.telemetry.access_record import AccessRecord


@asynccontextmanager
async def loaded(tagger: Tagger, **limits: int) -> AsyncIterator[Lifecycle]:
    lifecycle = Lifecycle(Settings(**limits), tagger=tagger)  # type: ignore[arg-type]  # of any name
    async with lifecycle.running():
        assert lifecycle.loading is not None
        await lifecycle.loading
        yield lifecycle


def caller_of(lifecycle: Lifecycle, record: AccessRecord | None = None) -> Caller:
    """Give a caller that waits as long as the service allows."""
    return Caller(
        deadline=lifecycle.runner.deadline(None),
        is_wanted=lambda: True,
        record=record or AccessRecord("one"),
    )


async def tag(
    tagging: Tagging, request: TextRequest | TokensRequest, record: AccessRecord
) -> bytes:
    caller = Caller(deadline=tagging.deadline(None), is_wanted=lambda: True, record=record)
    return await tagging.tag(request, caller=caller)
