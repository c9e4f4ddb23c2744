"""The mistakes in labelled sentences by their kind, each with its sentence, for a reader."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from nomen.model.text.breaks import split_mark
from nomen.training.data.labels import LabelledSentence, Span
from nomen.training.evaluation.evaluation import Predictions

Kind = Literal["missed", "false", "too short", "too long", "other ends", "joined", "split"]

KINDS: Final[dict[Kind, str]] = {
    "missed": "no part of the name is found",
    "false": "what is found is no name",
    "too short": "a part of the name is not found",
    "too long": "what is found goes beyond the name",
    "joined": "several names are found as one",
    "split": "one name is found as several",
    "other ends": "what is found overlaps the name otherwise",
}
"""Each kind of mistake, and what it is."""

CONTEXT = 12
"""Tokens shown on each side of a mistake."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MistakenNames:
    """Names that overlap one another and of which none is right.

    Attributes:
        kind: What went wrong.
        expected: The gold names.
        found: The predicted names.
        sentence: Where they stand.
    """

    kind: Kind
    expected: tuple[Span, ...]
    found: tuple[Span, ...]
    sentence: LabelledSentence

    @property
    def words(self) -> tuple[Kind, str, str]:
        """The kind, the words of the gold names and those of the predicted ones."""
        texts = (
            " / ".join(_text(self.sentence.tokens[start:end]) for start, end in spans)
            for spans in (self.expected, self.found)
        )
        return (self.kind, *texts)  # type: ignore[return-value]  # two texts

    def excerpt(self) -> tuple[str, str, str]:
        """Give the words before the mistake, its own, and those after it."""
        tokens, spans = self.sentence.tokens, (*self.expected, *self.found)
        start, end = min(first for first, _ in spans), max(stop for _, stop in spans)
        before, after = max(0, start - CONTEXT), min(len(tokens), end + CONTEXT)
        return (
            ("… " if before else "") + _text(tokens[before:start]),
            _text(tokens[start:end]),
            _text(tokens[end:after]) + (" …" if after < len(tokens) else ""),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CommonMistake:
    """The same words mistaken in the same way, the number of times, and the first sentence."""

    number: int
    first: MistakenNames


def mistaken_names(predictions: Predictions) -> Iterator[MistakenNames]:
    """Give all mistakes of predictions, in the order of the sentences."""
    for sentence, predicted in zip(predictions.sentences, predictions.predicted, strict=True):
        right = set(sentence.names) & set(predicted)
        gold = [span for span in sentence.names if span not in right]
        found = [span for span in predicted if span not in right]
        for expected, told in _overlapping(gold, found):
            kind = _kind(expected, told)
            yield MistakenNames(
                kind=kind, expected=tuple(expected), found=tuple(told), sentence=sentence
            )


def commonest_mistakes(mistakes: Sequence[MistakenNames], number: int) -> list[CommonMistake]:
    """Give the commonest mistakes, those of one kind together, the commonest kind first.

    Among mistakes that are equally common, each kind has its turn: most happen once in a small set,
    and a reader should see all kinds.

    Args:
        mistakes: All of them.
        number: How many to give.
    """
    first: dict[tuple[Kind, str, str], MistakenNames] = {}
    counts: Counter[tuple[Kind, str, str]] = Counter()
    for mistake in mistakes:
        first.setdefault(mistake.words, mistake)
        counts[mistake.words] += 1
    turns: Counter[tuple[Kind, int]] = Counter()
    ranked = []
    for order, (words, count) in enumerate(counts.items()):
        turn = turns[words[0], count]
        turns[words[0], count] += 1
        ranked.append((-count, turn, order, words))
    chosen = [words for *_, words in sorted(ranked)[:number]]
    of_kind = Counter(mistake.kind for mistake in mistakes)
    chosen.sort(key=lambda words: (-of_kind[words[0]], words[0], -counts[words]))
    return [CommonMistake(number=counts[words], first=first[words]) for words in chosen]


def _overlapping(
    gold: Sequence[Span], found: Sequence[Span]
) -> Iterator[tuple[list[Span], list[Span]]]:
    """Part spans into groups, in their order; no span overlaps one of another group."""
    spans = sorted([(span, True) for span in gold] + [(span, False) for span in found])
    group: tuple[list[Span], list[Span]] = ([], [])
    stop = 0
    for span, is_gold in spans:
        if span[0] >= stop and any(group):
            yield group
            group = ([], [])
        group[0 if is_gold else 1].append(span)
        stop = max(stop, span[1])
    if any(group):
        yield group


def _kind(gold: Sequence[Span], found: Sequence[Span]) -> Kind:
    if not found:
        return "missed"
    if not gold:
        return "false"
    if len(gold) > 1 or len(found) > 1:
        is_one = len(gold) == 1 or len(found) == 1
        return ("joined" if len(found) == 1 else "split") if is_one else "other ends"
    (start, end), (first, stop) = gold[0], found[0]
    if start <= first and stop <= end:
        return "too short"
    return "too long" if first <= start and end <= stop else "other ends"


def _text(tokens: Sequence[str]) -> str:
    """Join tokens by blanks, without the marks of line breaks."""
    return " ".join(split_mark(token)[1] for token in tokens)
