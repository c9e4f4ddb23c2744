"""The loaded bundles: their engine and queue, and who uses them, until they are closed."""

import asyncio
import time
from collections.abc import Sequence

from nomen.model.tagger import Tagger
from nomen.service.engine.inference import InferenceThread, RunningInference
from nomen.service.engine.loading import describe_all
from nomen.service.engine.model_facts import ServedModel
from nomen.service.engine.process import InferenceProcess
from nomen.service.engine.shared import Send, SharedInference
from nomen.service.errors import EngineEndedError
from nomen.service.scheduling.engine_watch import EngineWatch
from nomen.service.scheduling.running import DocumentRunner
from nomen.service.scheduling.scheduler import Scheduler
from nomen.service.scheduling.warming import warm_up
from nomen.service.settings import Settings
from nomen.service.telemetry.metrics import Metrics


class ServedBundle:
    """Serves a bundle, or several; what uses them goes on with them, also when others follow.

    Args:
        inference: The engine that has loaded the bundles; closed with this.
        models: The facts about each bundle, in their order.
        load_seconds: How long it took to load.
        settings: The limits.
        metrics: Counts what is run.

    Attributes:
        models: The facts about each bundle, in their order.
        load_seconds: How long it took to load.
        runner: Runs documents.
        scheduler: Its queue.
        pid: The id of the engine's process; None where it has none.
        is_closed: Whether it was closed, which ends the engine.
    """

    def __init__(
        self,
        inference: RunningInference,
        models: Sequence[ServedModel],
        *,
        load_seconds: float,
        settings: Settings,
        metrics: Metrics,
    ) -> None:
        self.models = tuple(models)
        self.load_seconds = load_seconds
        self.pid = inference.pid
        self.is_closed = False
        self.scheduler = Scheduler(
            inference,
            queue_tokens=settings.queue_tokens,
            timeout_seconds=settings.timeout_seconds,
            batch_tokens=settings.batch_tokens,
            metrics=metrics,
        )
        self.runner = DocumentRunner(models, self.scheduler, settings=settings, metrics=metrics)
        self._inference = inference
        self._watch = EngineWatch(inference, self.scheduler, stuck_seconds=settings.stuck_seconds)

    @property
    def is_alive(self) -> bool:
        """Whether the engine runs and is not stuck; a busy engine is alive."""
        return self._watch.is_alive

    async def until_broken(self) -> EngineEndedError:
        """Wait until the engine has ended or is stuck; give the reason. A stuck one is killed."""
        ended = asyncio.create_task(self._inference.until_ended())
        stuck = asyncio.create_task(self._watch.until_stuck())
        try:
            await asyncio.wait({ended, stuck}, return_when=asyncio.FIRST_COMPLETED)
            if ended.done():
                code = ended.result()
                how = "" if code is None else f" with {code}"
                return EngineEndedError(f"the engine's process has ended{how}", code=code)
            self._inference.kill()
            return EngineEndedError("the engine was stuck and has been killed")
        finally:
            ended.cancel()
            stuck.cancel()

    async def abandon(self) -> None:
        """Answer all that waits with a ClosedError, and end the engine."""
        await self.scheduler.close()

    async def close(self) -> None:
        """Stop without waiting for forward passes or for the thread."""
        self.is_closed = True
        await self.scheduler.close()
        self.runner.close()

    async def retire(self) -> None:
        """Wait until nobody uses it any more, then close."""
        await self.runner.unused.wait()
        await self.close()


async def open_bundle(
    settings: Settings,
    metrics: Metrics,
    *,
    tagger: Tagger | None = None,
    send: Send | None = None,
) -> ServedBundle:
    """Load the bundles that the settings name, verify them and run their self-tests.

    Args:
        settings: The settings of the service.
        metrics: Counts what is run.
        tagger: Serves instead of the bundle that the settings name.
        send: Connects to an engine that is shared; without it, one is started for this bundle.

    Raises:
        RefusedError: When the bundle or the device cannot be used.
        EngineEndedError: When the engine's process ends first.
    """
    started = time.perf_counter()
    inference: RunningInference
    if tagger is not None:
        others = [each.forward for each in tagger.bundles[1:]]
        batch_tokens = settings.batch_tokens
        inference = InferenceThread(tagger.forward, batch_tokens=batch_tokens, others=others)
        models = describe_all(tagger)
    else:
        if send is not None:
            inference, models = await SharedInference.join(send)
        else:
            inference, models = await InferenceProcess.start(settings)
        await warm_up(inference, models, max_tokens=settings.max_tokens)
    seconds = time.perf_counter() - started
    return ServedBundle(inference, models, load_seconds=seconds, settings=settings, metrics=metrics)
