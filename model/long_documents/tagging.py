"""Tags one text of any length, in memory that does not depend on its length."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from nomen.model.documents import PreparedDocument, join_windows
from nomen.model.long_documents.preparing import prepare_in_parts
from nomen.model.long_documents.sections import ScoredPart, Section, find_names_in_parts
from nomen.model.names.consistency import Evidence
from nomen.model.names.rules import NameRules
from nomen.model.text.parts import PART_CHARACTERS
from nomen.model.windows import WindowProbabilities

Run = Callable[
    [Iterator[PreparedDocument]], Iterable[tuple[PreparedDocument, list[WindowProbabilities]]]
]
"""Runs the windows of parts, in their order; gives each part with their outputs."""


def tag_in_sections(
    read: Callable[[], Iterable[str]],
    run: Run,
    *,
    threshold: float | Sequence[float],
    rules: NameRules,
    route: Callable[[PreparedDocument], PreparedDocument] = lambda part: part,
    part_characters: int = PART_CHARACTERS,
) -> Iterator[Section]:
    """Tag a text section by section, with the answer of the whole text.

    One thing is left out: a sure name that two parts share, the end of one and the start of the
    next, is evidence for its words, but not for their order.

    With `rules.consistent` the text is read twice: what is sure at its end may raise what stands at
    its start. The probabilities wait in a temporary file without a name, which holds nothing of the
    text.

    Args:
        read: Gives the text in chunks; called once or twice.
        run: Runs the windows of parts.
        threshold: Lowest name probability of a name's token, 0 to 1; or that of each bundle.
        rules: What the caller wants beside the threshold.
        route: Tells which bundle reads what of a part; the first one reads all without it.
        part_characters: Length of a part, about.

    Raises:
        DocumentError: When the text holds half of a surrogate pair.
    """
    prepared = map(route, prepare_in_parts(read(), part_characters=part_characters))
    parts = _scored(run(prepared))
    if not rules.consistent:
        yield from find_names_in_parts(parts, threshold=threshold, rules=rules)
        return
    evidence = Evidence()
    with TemporaryFile() as spool:
        for part in parts:
            evidence.add(part.document.tokens, part.name, part.begin)
            spool.write(part.name.tobytes() + part.begin.tobytes())
        spool.seek(0)
        again = map(route, prepare_in_parts(read(), part_characters=part_characters))
        raised = _raised((_read_part(document, spool) for document in again), evidence)
        yield from find_names_in_parts(raised, threshold=threshold, rules=rules)


def _scored(
    parts: Iterable[tuple[PreparedDocument, list[WindowProbabilities]]],
) -> Iterator[ScoredPart]:
    for document, outputs in parts:
        name, begin = join_windows(document, outputs)
        yield ScoredPart(document=document, name=name, begin=begin)


def _read_part(document: PreparedDocument, spool: IO[bytes]) -> ScoredPart:
    size = 4 * len(document.tokens)
    name, begin = (np.frombuffer(spool.read(size), dtype=np.float32) for _ in range(2))
    return ScoredPart(document=document, name=name, begin=begin)


def _raised(parts: Iterator[ScoredPart], evidence: Evidence) -> Iterator[ScoredPart]:
    """Raise the probabilities of parts; each is read with the tokens beside it."""
    before: Sequence[str] = ()
    part = next(parts, None)
    while part is not None:
        following = next(parts, None)
        after = () if following is None else following.document.tokens[:1]
        beside = (len(before), 0 if following is None else len(after))
        after_name = np.zeros(0, dtype=np.float32) if following is None else following.name[:1]
        raised = evidence.raised(
            [*before, *part.document.tokens, *after],
            np.concatenate([np.zeros(len(before), dtype=np.float32), part.name, after_name]),
            np.pad(part.begin, beside),
        )
        own = slice(len(before), len(before) + len(part.name))
        yield ScoredPart(document=part.document, name=raised.name[own], begin=raised.begin[own])
        before, part = part.document.tokens[-1:], following
