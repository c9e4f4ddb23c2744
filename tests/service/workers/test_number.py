from pathlib import Path
from typing import Literal

import pytest

from nomen.service.cpus import available_cpus
from nomen.service.settings import Settings
from nomen.service.workers.number import choose_number

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

    assert choose_number(settings, gpu=gpu) == expected
