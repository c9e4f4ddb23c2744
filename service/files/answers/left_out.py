"""What a job tells that it left out: attachments, properties, languages, scripts.

Attachments are told by their types. The name of an attachment may be that of a person.
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


def describe_scripts(letters: Mapping[str, int]) -> str | None:
    """Say in a line which scripts the bundle did not learn; None if there are none.

    Args:
        letters: The number of letters by the script's Unicode name.
    """
    parts = [f"{script} ({number:,} letters)" for script, number in letters.items()]
    return f"the bundle did not learn {', '.join(parts)}: names are left there" if parts else None


def describe_languages(letters: Mapping[str, int]) -> str | None:
    """Say in a line which languages no bundle tags; None if there are none.

    Args:
        letters: The number of letters by the language's tag.
    """
    known = sorted(letters.items(), key=lambda each: -each[1])
    parts = [f"{language} ({number:,} letters)" for language, number in known]
    return f"no bundle tags {', '.join(parts)}: many names are missed there" if parts else None
