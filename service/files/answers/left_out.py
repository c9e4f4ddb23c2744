"""What redaction leaves out of files beside their names: attachments and properties.

They are told by their types. The name of an attachment may be that of a person.
"""

from collections.abc import Mapping

PLURALS = {"attachment": "attachments", "property": "properties"}


def describe_left_out(left_out: Mapping[str, int]) -> str | None:
    """Say in a line what redaction left out; None if nothing.

    Args:
        left_out: How often each was left out, such as `attachment image/png`.
    """
    found: dict[str, list[str]] = {}
    for each, number in sorted(left_out.items()):
        kind, _, what = each.partition(" ")
        found.setdefault(PLURALS[kind], []).append(f"{number} {what}")
    parts = [f"{kinds} ({', '.join(numbers)})" for kinds, numbers in found.items()]
    return f"redaction left out: {', '.join(parts)}" if parts else None
