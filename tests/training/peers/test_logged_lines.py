import logging

import pytest

from training.peers.logged_lines import LoggedLines


def test_each_line_is_a_record_without_colours(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO), LoggedLines(logging.getLogger("peer")) as lines:
        print("\x1b[38;5;2mstep\x1b[0m 1", file=lines)
        lines.write("st")
        lines.write("ep 2\n\nstep 3")
    assert [record.getMessage() for record in caplog.records] == ["step 1", "step 2", "step 3"]
