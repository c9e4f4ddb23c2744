"""Measures how soon the page at `/demo` is usable, and how soon it shows names, in Chromium."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import servers
from tests.benchmarks.timing import Row, compare
from tests.service.demo.browser import PASTE, Page, chromium

USABLE = "return performance.getEntriesByName('usable')[0].startTime"
FIND = """
const [done] = arguments;
const start = performance.now();
document.getElementById("find").click();
const look = () => document.querySelector("#marked mark") ? done(performance.now() - start)
                                                          : requestAnimationFrame(look);
look();
"""
TEXT = "Dear Ms. Halloran, Priya Raghunathan will look at the report on Thursday.\n" * 20


def measure(*, rounds: int) -> Iterator[Row]:
    """Give the rows of the page, each time without the browser's cache."""
    usable: list[float] = []
    marked: list[float] = []
    with (
        servers.nomen() as server,
        tempfile.TemporaryDirectory() as folder,
        chromium(Path(folder)) as driver,
    ):
        page = Page(driver, f"http://127.0.0.1:{server.port}")
        page.open()
        for _ in range(rounds):
            driver.execute_cdp_cmd("Network.clearBrowserCache", {})
            page.open()
            usable.append(float(page.run(USABLE)))
            page.run(PASTE, page["text"], TEXT)
            marked.append(float(driver.execute_async_script(FIND)))
    yield from compare("the page for people, navigation to usable", {"/demo": usable}, unit="ms")
    yield from compare("the page for people, a letter to its marks", {"/demo": marked}, unit="ms")
