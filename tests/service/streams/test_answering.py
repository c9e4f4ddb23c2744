from collections.abc import Sequence

import pytest

from nomen.model.tagger import Tagger
from nomen.model.windows import WindowProbabilities
from nomen.service.errors import AbandonedError, EngineError
from nomen.service.http.app import create_app
from nomen.service.settings import Settings
from nomen.service.streams.answering import GroupAnswers
from nomen.service.streams.lines import Line
from nomen.service.streams.work import TagWork
from nomen.service.telemetry.access_record import AccessRecord
from tests.service.apps import asgi_client

pytestmark = pytest.mark.anyio


class BrokenTagger(Tagger):
    """A real tagger whose engine fails."""

    def forward(self, sentences: Sequence[Sequence[str]]) -> list[WindowProbabilities]:
        raise EngineError(f"no pass over {len(sentences)} sentences")


async def test_a_failed_pass_is_an_error_of_each_of_its_lines(tagger: Tagger) -> None:
    app = create_app(Settings(), BrokenTagger(tagger.bundle, tagger.engine))
    body = b'{"text": "Harry"}\n{"text": "Ron"}\n'
    async with asgi_client(app) as client:
        answer = await client.post(
            "/v1/tag/stream", content=body, headers={"Content-Type": "application/jsonl"}
        )

    assert [line[:10] for line in answer.text.splitlines()] == ['{"line":1,', '{"line":2,']
    assert answer.text.count("/problems/internal") == 2


async def test_what_nobody_waits_for_is_not_tagged(tagger: Tagger) -> None:
    app = create_app(Settings(), tagger)
    async with asgi_client(app):
        runner = app.state.lifecycle.runner
        answers = GroupAnswers(
            runner,
            TagWork(runner.served),
            max_line_bytes=100,
            is_wanted=lambda: False,
            record=AccessRecord("x"),
        )
        with pytest.raises(AbandonedError):
            await answers.answer([Line(1, b'{"text": "Harry"}')])
