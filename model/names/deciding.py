"""Decides which tokens of a document are its names: probabilities, tags, and the caller's rules."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from nomen.model.arrays import Float32Array
from nomen.model.names.cutting import cut_at, cut_at_tags, find_placeholders
from nomen.model.names.finding import find_names
from nomen.model.names.layout import Layout
from nomen.model.names.lists import compiled_lists
from nomen.model.names.rules import NameRules
from nomen.model.names.settling.settling import settle


class DecidedName(NamedTuple):
    """A name of a document.

    Attributes:
        tokens: Range of its token indices.
        probability: The lowest name probability of those of its tokens that reach the threshold, 0
            to 1; None for a name by the deny list.
    """

    tokens: range
    probability: float | None


def decide_names(
    tokens: Sequence[str],
    layout: Layout | None,
    name: Float32Array,
    begin: Float32Array,
    *,
    threshold: float | Float32Array,
    rules: NameRules,
) -> Iterator[DecidedName]:
    """Find the names of a document, in their order.

    Names are cut at tags, settled by what stands in and beside them, and cut at placeholders; then
    the lists drop and add names. A denied phrase is cut, too, so a placeholder is never a name.

    Args:
        tokens: The T tokens.
        layout: Where they stand in the text; None for a token list.
        name: Name probabilities, (T,), 0 to 1.
        begin: Begin probabilities, (T,), 0 to the name probability.
        threshold: Lowest name probability of a name's token, 0 to 1; or that of each token, (T,).
        rules: What the caller wants beside the threshold.
    """
    names = list(find_names(name, begin, threshold=threshold))
    if not (names or rules.deny):
        return
    cut = _Cutter(tokens, layout, rules.placeholders)
    found = cut.at_placeholders(settle(cut.at_tags(names), tokens, layout, name))
    if not (rules.allow or rules.deny):
        for each in found:
            yield DecidedName(each, _lowest(name, each, threshold))
        return
    for listed in compiled_lists(rules).apply(found, tokens):
        if listed.is_denied:
            for piece in cut.at_placeholders(cut.at_tags([listed.tokens])):
                yield DecidedName(piece, None)
        else:
            yield DecidedName(listed.tokens, _lowest(name, listed.tokens, threshold))


class _Cutter:
    """Cuts names of one document at tags and placeholders."""

    def __init__(
        self, tokens: Sequence[str], layout: Layout | None, placeholders: Sequence[str]
    ) -> None:
        self._tokens = tokens
        self._layout = layout
        self._holes = find_placeholders(placeholders, self._laid_out()) if placeholders else []

    def at_tags(self, names: Iterable[range]) -> Iterator[range]:
        return cut_at_tags(names, self._tokens, self._laid_out)

    def at_placeholders(self, names: Iterable[range]) -> Iterable[range]:
        return cut_at(names, self._holes) if self._holes else names

    def _laid_out(self) -> Layout:
        return self._layout or Layout.of_tokens(self._tokens)


def _lowest(probabilities: Float32Array, tokens: range, threshold: float | Float32Array) -> float:
    """Give the lowest probability of the tokens of a name, without those that joined it."""
    own = probabilities[tokens.start : tokens.stop]
    if not isinstance(threshold, float | int):
        threshold = float(threshold[tokens.start])  # a name lies in one passage
    lowest = min(own.tolist())
    if lowest < threshold and len(found := own[own >= threshold]):
        return float(found.min())
    return float(lowest)
