import logging

import pytest

from nomen.training.experiments.baselines.logged_lines import LoggedLines


def test_each_line_is_a_record_without_colours(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), LoggedLines(logging.getLogger("baseline")) as lines:
        print("\x1b[38;5;2mstep\x1b[0m 1", file=lines)
        lines.write("st")
        lines.write("ep 2\n\nstep 3")
    assert [record.getMessage() for record in caplog.records] == ["step 1", "step 2", "step 3"]


def test_only_the_last_state_of_a_progress_bar_is_a_record(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with caplog.at_level(logging.INFO), LoggedLines(logging.getLogger("baseline")) as lines:
        lines.write("\r 0%")
        lines.write("\r 50%\r100%")
        lines.write("\nstep 1\r\n")
    assert [record.getMessage() for record in caplog.records] == ["100%", "step 1"]
