"""Reads files of short texts in groups.

A line `## GROUP` begins a group; other lines that begin with `#` are comments. Each other line is
one text, where `⏎` stands for a line end and `⇥` for a tab.
"""

from pathlib import Path

_HEADING = "## "
_COMMENT = "# "
_SIGNS = str.maketrans({"⏎": "\n", "⇥": "\t"})


def read_groups(path: Path) -> dict[str, list[str]]:
    """Read the texts of each group of a UTF-8 file, in the file's order."""
    groups: dict[str, list[str]] = {}
    group = ""
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith(_HEADING):
            group = line.removeprefix(_HEADING)
        elif line and not line.startswith(_COMMENT):
            groups.setdefault(group, []).append(line.translate(_SIGNS))
    return groups
