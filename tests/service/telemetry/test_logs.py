import asyncio
import io
import json
import logging

import structlog

from nomen.service.telemetry.logs import configure_logging
from tests.waiting import turns


def test_a_line_is_json_with_a_time_and_a_level(log_lines: io.StringIO) -> None:
    structlog.get_logger("any").info("listening", url="http://x", text="a\r\n\x1b[0m")

    line = json.loads(log_lines.getvalue())
    assert log_lines.getvalue().count("\n") == 1
    assert (line["event"], line["level"], line["text"]) == ("listening", "info", "a\r\n\x1b[0m")
    assert line["timestamp"].endswith("Z")


def test_an_exception_is_told_by_kind_and_place_alone(log_lines: io.StringIO) -> None:
    try:
        dict[str, str]()["Hermione"]
    except KeyError as error:
        structlog.get_logger("any").error("failure", exc_info=error)
        logging.getLogger("library").exception("it broke")

    ours, theirs = map(json.loads, log_lines.getvalue().splitlines())
    assert (ours["event"], theirs["event"]) == ("failure", "it broke")
    assert ours["error"] == theirs["error"] == "KeyError"
    assert "test_logs.py" in ours["frames"][0]
    assert "Hermione" not in log_lines.getvalue()


def test_below_the_level_nothing_is_written() -> None:
    lines = io.StringIO()
    configure_logging("warning", stream=lines)

    structlog.get_logger("any").info("listening")
    logging.getLogger("library").info("hello")

    assert lines.getvalue() == ""


def test_lines_of_one_turn_are_written_together(log_lines: io.StringIO) -> None:
    async def log() -> str:
        for number in range(3):
            structlog.get_logger("any").info("turn", number=number)
        before = log_lines.getvalue()
        await turns()
        return before

    assert asyncio.run(log()) == ""
    assert [json.loads(line)["number"] for line in log_lines.getvalue().splitlines()] == [0, 1, 2]
