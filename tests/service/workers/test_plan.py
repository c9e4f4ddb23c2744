from pathlib import Path
from typing import Literal

import pytest

from nomen.service.cpus import available_cpus
from nomen.service.settings import Settings
from nomen.service.workers.plan import plan_workers

ALL = available_cpus()
NO_GPU = Path("/nowhere")


@pytest.mark.parametrize(
    ("device", "workers", "gpu", "expected"),
    [
        ("auto", None, NO_GPU, ALL),
        ("cpu", None, Path("/dev/null"), ALL),
        ("auto", None, Path("/dev/null"), 1),
        ("cuda", None, NO_GPU, 1),
        ("cuda", 4, NO_GPU, 4),
    ],
)
def test_l7_each_cpu_of_the_quota_has_a_worker(
    device: Literal["auto", "cpu", "cuda"], workers: int | None, gpu: Path, expected: int
) -> None:
    settings = Settings(device=device, workers=workers)

    assert plan_workers(settings, gpu=gpu).workers == expected


@pytest.mark.parametrize(
    ("gpu", "workers", "share_engine", "expected"),
    [
        (Path("/dev/null"), 4, None, True),
        (Path("/dev/null"), 4, False, False),
        (NO_GPU, 4, None, False),
        (NO_GPU, 4, True, True),
        (NO_GPU, 1, True, False),
    ],
)
def test_workers_before_a_gpu_share_an_engine_unless_told_otherwise(
    gpu: Path, workers: int, *, share_engine: bool | None, expected: bool
) -> None:
    settings = Settings(workers=workers, share_engine=share_engine)

    assert plan_workers(settings, gpu=gpu).share_engine is expected


def test_limits_of_memory_and_files_are_those_of_all_workers() -> None:
    given = Settings(workers=3, max_connections=10, held_body_bytes=2_000_000)

    each = plan_workers(given)

    assert (each.max_connections, each.held_body_bytes) == (4, 666_667)
    assert (each.queue_tokens, each.max_body_bytes) == (given.queue_tokens, given.max_body_bytes)
    assert plan_workers(Settings(workers=3)).max_connections is None
