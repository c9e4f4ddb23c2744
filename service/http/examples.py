"""The examples of requests that OpenAPI shows."""

from typing import Any

TEXT = "Harry Potter and Hermione Granger invented a new spell."
DOCUMENTS = [{"id": "letter", "text": TEXT}, {"id": 7, "text": "i met priya in oslo"}]

Examples = dict[str, dict[str, Any]]


def _examples(**by_summary: object) -> Examples:
    return {
        name: {"summary": name.replace("_", " ").capitalize(), "value": value}
        for name, value in by_summary.items()
    }


TAG = _examples(
    a_text={"text": TEXT},
    names_alone={"text": TEXT, "fields": ["names"], "threshold": "high_recall"},
    your_own_tokens={"tokens": ["Harry", "Potter", "waved", "."]},
)
TAG_BATCH = _examples(
    two_texts={"documents": DOCUMENTS},
    with_lists={
        "documents": DOCUMENTS,
        "allow": ["Harry Potter"],
        "deny": ["priya"],
        "fields": ["names"],
    },
)
REDACT = _examples(
    a_text={"text": TEXT},
    numbers={"text": TEXT, "operator": {"kind": "number", "template": "[NAME_{n}]"}},
    a_mask={"text": TEXT, "operator": {"kind": "mask", "character": "*", "keep_first": 1}},
    a_hash={"text": TEXT, "operator": {"kind": "hash", "key": "your own key", "length": 16}},
    with_originals={"text": TEXT, "operator": {"kind": "remove"}, "with_originals": True},
)
REDACT_BATCH = _examples(
    two_texts={"documents": DOCUMENTS},
    numbers_through_the_batch={
        "documents": DOCUMENTS,
        "operator": {"kind": "number", "scope": "batch"},
    },
)
