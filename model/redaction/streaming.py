"""Redacts a stream of texts as they are tagged, in bounded memory."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from nomen.model.gathering import check_rules, remember
from nomen.model.names.rules import NameRules
from nomen.model.redaction.operators import Operator
from nomen.model.redaction.placeholders import placeholders_of
from nomen.model.redaction.redaction import RedactedDocument, Redactor
from nomen.model.tagged_documents import TaggedDocument


def redact_as_tagged(
    texts: Iterable[str],
    tag: Callable[[Iterable[str]], Iterable[TaggedDocument]],
    *,
    redactor: Redactor,
) -> Iterator[RedactedDocument]:
    """Redact texts one after the other, as they are tagged.

    Args:
        texts: The texts; a few are read ahead of the answers.
        tag: Tags them, in their order.
        redactor: Redacts them.

    Raises:
        DocumentError: When one of them is no text; it names its place.
    """
    waiting: deque[str] = deque()
    tagged = tag(remember(texts, remembered=waiting))
    return (redactor.redact_tagged(waiting.popleft(), each) for each in tagged)


def with_placeholders(rules: NameRules, operator: Operator | None) -> NameRules:
    """Give rules by which what an operator leaves in a text is no name.

    Raises:
        RulesError: When the rules are none.
    """
    check_rules(rules)
    return replace(rules, placeholders=(*rules.placeholders, *placeholders_of(operator)))
