import resource
from collections.abc import Iterator

import pytest

from nomen.service.edge.limits import EdgeLimits, default_connections
from nomen.service.settings import Settings


@pytest.fixture
def restored_files() -> Iterator[int]:
    """Give the limit of open files, and put it back."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    yield hard
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def test_the_limits_are_the_settings() -> None:
    settings = Settings(max_head_lines=7, max_connections=5, body_seconds=3)
    limits = EdgeLimits.from_settings(settings)

    assert (limits.head_lines, limits.connections, limits.body_seconds) == (7, 5, 3)


def test_one_whole_body_always_has_room() -> None:
    settings = Settings(max_body_bytes=1000, held_body_bytes=10)

    assert EdgeLimits.from_settings(settings).held_body_bytes == 1000


@pytest.mark.parametrize(("files", "connections"), [(1024, 896), (512, 384), (10_000, 4096)])
def test_connections_leave_files_for_the_rest(
    restored_files: int, files: int, connections: int
) -> None:
    if restored_files < files:
        pytest.skip(f"needs {files} open files")
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, restored_files))

    assert default_connections() == connections
    assert EdgeLimits.from_settings(Settings()).connections == connections
