"""What a check tells people: the counts of each file, then the findings of each kind."""

from collections import Counter
from collections.abc import Iterator

from nomen.training.checking.check import CheckReport
from nomen.training.checking.facts import FileFacts
from nomen.training.checking.findings import REMEDIES

HEADINGS = ("file", "for", "format", "records", "sentences", "tokens", "names")
NUM_SHOWN = 5
"""Places of each kind that are shown."""


def file_row(facts: FileFacts) -> tuple[str, ...]:
    """Give a file's row below `HEADINGS`."""
    counts = (facts.num_records, facts.num_sentences, facts.num_tokens, facts.num_names)
    return (str(facts.path), facts.role, facts.format or "?", *(f"{count:,}" for count in counts))


def type_lines(report: CheckReport) -> Iterator[str]:
    """Give the types that are names and those that are not, what was left out, and the casing."""
    names: Counter[str] = Counter()
    dropped: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for facts in report.files:
        names += facts.names
        dropped += facts.dropped
        left_out += facts.left_out
    yield f"names: {_counted(names)}"
    yield f"no names: {_counted(dropped)}"
    if left_out:
        yield f"left out: {_counted(left_out)}"
    num_sentences = sum(facts.num_sentences for facts in report.files)
    num_lower = sum(facts.num_lower for facts in report.files)
    num_upper = sum(facts.num_upper for facts in report.files)
    yield f"in lower case: {_share(num_lower, num_sentences)} of the sentences"
    yield f"in upper case: {_share(num_upper, num_sentences)} of the sentences"
    if report.language:
        yield f"language: {report.language}, by script and function words"


def finding_lines(report: CheckReport) -> Iterator[str]:
    """Give the findings, each kind with its number, its remedy and its first places."""
    findings = report.findings
    for kind in findings.kinds():
        yield ""
        yield f"{kind}: {findings.counts[kind]:,}. {REMEDIES[kind]}"
        for each in findings.kept[kind][:NUM_SHOWN]:
            yield f"  {each.file}{each.position}: {each.message}"
        if findings.counts[kind] > NUM_SHOWN:
            yield f"  … and {findings.counts[kind] - NUM_SHOWN:,} more"
    if not findings.counts:
        yield ""
        yield "no faults"


def _counted(types: Counter[str]) -> str:
    told = [f"{name or '(no type)'} ({number:,})" for name, number in types.most_common()]
    return ", ".join(told) or "none"


def _share(number: int, total: int) -> str:
    return f"{number:,} ({100 * number / max(total, 1):.0f} %)"
