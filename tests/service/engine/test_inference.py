import asyncio

import numpy as np
import pytest

from nomen.model.network.batching import TokenBudget
from nomen.model.windows import WindowProbabilities
from nomen.service.engine.inference import (
    BatchStatistics,
    InferenceThread,
    Sentences,
    run_measured,
)
from tests.service.scheduling.windows import forward_numbers


def test_each_batch_is_measured_and_outputs_keep_their_order() -> None:
    sentences = [["1"] * 6, ["2"], ["3"] * 6, ["4"]]

    result = run_measured([forward_numbers], sentences, budget=TokenBudget(12))

    assert [float(output.name[0]) for output in result.outputs] == [1, 2, 3, 4]
    assert result.batches == [
        BatchStatistics(num_documents=2, num_tokens=2, num_padded=2),
        BatchStatistics(num_documents=2, num_tokens=12, num_padded=12),
    ]
    assert result.seconds > 0


def test_padding_is_counted() -> None:
    result = run_measured([forward_numbers], [["1"], ["2"] * 2], budget=TokenBudget(12))

    assert result.batches == [BatchStatistics(num_documents=2, num_tokens=3, num_padded=4)]


@pytest.mark.anyio
async def test_a_thread_runs_the_calls_in_order() -> None:
    ran: list[str] = []

    def forward(sentences: Sentences) -> list[WindowProbabilities]:
        ran.append(sentences[0][0])
        return forward_numbers(sentences)

    thread = InferenceThread(forward, batch_tokens=12)

    results = await asyncio.gather(*(thread.run([[str(number)]]) for number in range(5)))
    await thread.close()

    assert ran == ["0", "1", "2", "3", "4"]
    names = [result.outputs[0].name for result in results]
    np.testing.assert_array_equal(names, [[0], [1], [2], [3], [4]])
