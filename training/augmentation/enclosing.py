"""Puts quotes, brackets, signs of fields or tags around names; they stay outside the names."""

import random
from dataclasses import replace

from nomen.model.text.breaks import split_mark
from nomen.model.text.tokenizer import tokenize
from nomen.training.augmentation.drafts import Draft
from nomen.training.data.labels import LabelledSentence

SIGNS = (
    ('"', '"'), ("“", "”"), ("'", "'"), ("«", "»"), ("„", "“"), ("(", ")"), ("(", ")"),
    ("[", "]"), ("{", "}"), ("*", "*"), ("**", "**"), ("`", "`"), ("|", "|"), ("/", "/"),
    ("=", ";"), (":", ","),
)  # fmt: skip
"""What opens and what closes."""

_TAGS = (
    "a", "b", "i", "em", "strong", "span", "p", "div", "li", "td", "th", "dd", "h1", "h3", "u",
    "small", "cite", "author", "name", "from", "person", "contact", "owner",
)  # fmt: skip
_ATTRIBUTES = (
    "", "", "", ' class="{}"', ' id="{}"', ' href="/{}"', " data-key='{}'", ' style="{}"',
)  # fmt: skip
_VALUES = ("x1", "main", "item", "c-4", "row", "p/27", "wide", "k9")
_SHARE_OF_TAGS = 0.4


def enclosed(sentence: LabelledSentence, generator: random.Random) -> LabelledSentence:
    """Enclose each name, all in the same signs or HTML tags, which are cut as serving cuts them."""
    is_tag = generator.random() < _SHARE_OF_TAGS
    opening, closing = _drawn_tag(generator) if is_tag else generator.choice(SIGNS)
    before, after = tokenize(opening).tokens, tokenize(closing).tokens
    draft, last = Draft(sentence), 0
    for start, end in sentence.names:
        mark = split_mark(sentence.tokens[start])[0]
        draft.keep(last, start).write((mark + before[0], *before[1:]))
        draft.keep(start, end).write(after)
        last = end
    return _without_marks_in_front(draft.keep(last, len(sentence.tokens)).finish())


def _drawn_tag(generator: random.Random) -> tuple[str, str]:
    tag = generator.choice(_TAGS)
    attribute = generator.choice(_ATTRIBUTES).format(generator.choice(_VALUES))
    return f"<{tag}{attribute}>", f"</{tag}>"


def _without_marks_in_front(sentence: LabelledSentence) -> LabelledSentence:
    """Take the marks of names away, which what opens before them has."""
    tokens = list(sentence.tokens)
    for start, _ in sentence.names:
        tokens[start] = split_mark(tokens[start])[1]
    return replace(sentence, tokens=tuple(tokens))
