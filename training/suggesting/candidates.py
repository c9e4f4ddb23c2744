"""Candidates: the sentences of raw texts, with a bundle's names and its doubts."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from nomen.model.arrays import Float64Array, UInt8Array
from nomen.model.documents import PreparedDocument, join_windows
from nomen.model.gathering import gather, prepare_each
from nomen.model.loaded_bundles import GROUP_TOKENS
from nomen.model.network.vocabulary import normalize_token, word_form
from nomen.model.tagged_documents import TaggedDocument, finish_document
from nomen.model.tagger import Tagger
from nomen.model.text.breaks import Break
from nomen.model.text.tokenizer import tokenize
from nomen.model.thresholds import choose_threshold
from nomen.training.data.labels import Span
from nomen.training.suggesting.entropy import token_entropies
from nomen.training.suggesting.raw_files import RawPart

MIN_TOKENS, MAX_TOKENS = 3, 100
"""Shorter sentences say too little, longer ones tire."""
MIN_DOUBT = 1e-3
"""Entropy of a token, in nats, from which it counts as a doubt."""

_EDGE = ""
_LINE_ENDS = (Break.LINE, Break.BLANK_LINE)

Feature = str | tuple[str, str]
"""The form of a doubtful token, or the forms on both sides of it."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Candidate:
    """A sentence that may be labelled.

    Attributes:
        text: The sentence, as it stands in its text.
        document: What its document is called.
        start: Where it starts in its part of the text, in code points.
        tokens: The spans of its tokens in `text`, half-open, code points.
        names: The spans of the names that the bundle finds, likewise.
        forms: Its distinct forms: case and digits do not count.
        doubts: What the bundle is unsure of, each with its share of the entropy, in nats.
    """

    text: str
    document: str
    start: int
    tokens: Sequence[Span]
    names: Sequence[Span]
    forms: frozenset[str]
    doubts: Mapping[Feature, float]

    @property
    def entropy(self) -> float:
        """The entropy of all tokens, in nats.

        *Source:* Settles and Craven, 2008, section 3.1: total token entropy.
        """
        return sum(self.doubts.values())


def find_candidates(
    tagger: Tagger, parts: Iterable[RawPart], *, threshold: float | str | None = None
) -> Iterator[Candidate]:
    """Tag texts as they are served, and give their sentences one by one, in bounded memory.

    The bundle reads a sentence with its neighbours. A sentence does not end inside a name.

    Args:
        tagger: The bundle.
        parts: The texts.
        threshold: At which names are found; see `Tagger.tag`.

    Raises:
        ThresholdError: When the threshold is neither 0 to 1 nor a preset.
    """
    lowest = choose_threshold(threshold, tagger.bundle.manifest)
    documents: list[str] = []
    prepared = prepare_each(_remember(parts, documents))
    for group in gather(prepared, num_tokens=GROUP_TOKENS[tagger.engine.device]):
        named, documents[: len(group)] = documents[: len(group)], []
        for name, each, outputs in zip(named, group, tagger.forward_all(group), strict=True):
            tagged = finish_document(each, outputs, threshold=lowest)
            doubts = token_entropies(join_windows(each, outputs))
            yield from _sentences(name, each, tagged, doubts)


def sentence_key(tokens: Iterable[str]) -> str:
    """Give what two sentences have in common that differ in case and digits alone."""
    return " ".join(map(form_of, tokens))


@lru_cache(maxsize=1 << 16)
def form_of(token: str) -> str:
    """Give the form of a token: case and digits are folded."""
    return word_form(normalize_token(token))


def _remember(parts: Iterable[RawPart], documents: list[str]) -> Iterator[str]:
    for part in parts:
        documents.append(part.document)
        yield part.text


def _sentences(
    document: str, prepared: PreparedDocument, tagged: TaggedDocument, doubts: Float64Array
) -> Iterator[Candidate]:
    text, starts, ends = prepared.text, prepared.starts, prepared.ends
    if text is None or starts is None or ends is None:
        return
    for first, stop in _bounds(text, tagged, prepared.breaks):
        if not MIN_TOKENS <= stop - first <= MAX_TOKENS:
            continue
        at = int(starts[first])
        forms = [form_of(token) for token in prepared.tokens[first:stop]]
        spans = zip(starts[first:stop].tolist(), ends[first:stop].tolist(), strict=True)
        yield Candidate(
            text=text[at : int(ends[stop - 1])],
            document=document,
            start=at,
            tokens=[(start - at, end - at) for start, end in spans],
            names=[
                (int(starts[name.first_token]) - at, int(ends[name.last_token]) - at)
                for name in tagged.names
                if first <= name.first_token < stop
            ],
            forms=frozenset(forms),
            doubts=_doubts(forms, doubts[first:stop].tolist()),
        )


def _bounds(text: str, tagged: TaggedDocument, breaks: UInt8Array | None) -> Iterator[Span]:
    """Give the sentences of a text as ranges of tokens; none ends inside a name.

    A sentence that is too long, as a table without full stops is, is parted into its lines.
    """
    inside = {i for name in tagged.names for i in range(name.first_token + 1, name.last_token + 1)}
    opening = [i for i in tokenize(text).sentence_starts.tolist() if i not in inside]
    for first, stop in pairwise([*opening, len(tagged.tokens)]):
        if stop - first <= MAX_TOKENS or breaks is None:
            yield first, stop
            continue
        ends_line = np.isin(breaks[first + 1 : stop], _LINE_ENDS)
        lines = [first + 1 + int(i) for i in np.flatnonzero(ends_line)]
        yield from pairwise([first, *(i for i in lines if i not in inside), stop])


def _doubts(forms: Sequence[str], entropies: Sequence[float]) -> Mapping[Feature, float]:
    """Share the entropy of each token between its form and the forms around it."""
    around = [_EDGE, *forms, _EDGE]
    found: defaultdict[Feature, float] = defaultdict(float)
    for i, entropy in enumerate(entropies):
        if entropy >= MIN_DOUBT:
            found[forms[i]] += entropy / 2
            found[around[i], around[i + 2]] += entropy / 2
    return found
