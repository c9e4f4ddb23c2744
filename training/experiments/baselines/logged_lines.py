"""A text stream that logs each line written to it."""

import io
import logging
import re

_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class LoggedLines(io.TextIOBase):
    """Logs what a library prints, one record per line.

    A record holds what a terminal would show in the end, without colours: of a progress bar, only
    its last state. Blank lines are left out.
    """

    def __init__(self, logger: logging.Logger) -> None:
        super().__init__()
        self._logger = logger
        self._begun = ""

    def write(self, text: str) -> int:
        """Log the lines that end in a text; keep the rest."""
        *lines, self._begun = (self._begun + text).split("\n")
        for line in lines:
            self._log(line)
        return len(text)

    def close(self) -> None:
        """Log the last line if it did not end."""
        if not self.closed:
            self._log(self._begun)
        super().close()

    def _log(self, line: str) -> None:
        shown = _COLOURS.sub("", line).rstrip().rpartition("\r")[2]
        if shown:
            self._logger.info("%s", shown)
