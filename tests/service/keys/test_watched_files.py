import asyncio
import os
from pathlib import Path

import pytest

from nomen.service.keys.watched_files import FileWatch, call_on_change


def test_a_file_written_anew_has_changed_once(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    file.write_text("one")
    watch = FileWatch([file])
    assert not watch.has_changed()

    file.write_text("longer")

    assert [watch.has_changed(), watch.has_changed()] == [True, False]


def test_a_turned_link_and_a_missing_file_are_changes(tmp_path: Path) -> None:
    for name in "ab":
        (tmp_path / name).write_text("same")
        os.utime(tmp_path / name, (1, 1))
    link = tmp_path / "link"
    link.symlink_to("a")
    watch = FileWatch([link])

    link.unlink()
    assert watch.has_changed()
    link.symlink_to("b")
    assert watch.has_changed()
    assert not watch.has_changed()


@pytest.mark.anyio
async def test_a_change_calls_until_stopping(tmp_path: Path) -> None:
    file = tmp_path / "keys"
    watch = FileWatch([file])
    file.write_text("before the first look")
    stopping, called = asyncio.Event(), asyncio.Event()
    watching = asyncio.create_task(
        call_on_change(watch, called.set, stopping=stopping, look_seconds=0.001)
    )

    async with asyncio.timeout(10):
        for number in range(3):
            await called.wait()
            called.clear()
            file.write_text("x" * number)
        stopping.set()
        await watching
