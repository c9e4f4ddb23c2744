"""Tags one text of any length, in memory that does not depend on its length."""

from collections.abc import Callable, Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO

import numpy as np

from nomen.model.arrays import Float32Array
from nomen.model.documents import PreparedDocument, WindowProbabilities, join_windows
from nomen.model.long_documents.preparing import prepare_in_parts
from nomen.model.long_documents.sections import ScoredPart, Section, find_names_in_parts
from nomen.model.names.consistency import Evidence
from nomen.model.names.rules import NameRules
from nomen.model.text.parts import PART_CHARACTERS

Run = Callable[
    [Iterator[PreparedDocument]], Iterable[tuple[PreparedDocument, list[WindowProbabilities]]]
]
"""Runs the windows of parts, in their order; gives each part with their outputs."""


def tag_in_sections(
    read: Callable[[], Iterable[str]],
    run: Run,
    *,
    threshold: float,
    rules: NameRules,
    part_characters: int = PART_CHARACTERS,
) -> Iterator[Section]:
    """Tag a text section by section, with the answer of the whole text.

    One thing is left out: with `rules.consistent`, a word's neighbour that stands in another part
    is no evidence for it.

    With `rules.consistent` the text is read twice: what is sure at its end may raise what stands at
    its start. The probabilities wait in a temporary file without a name, which holds nothing of the
    text.

    Args:
        read: Gives the text in chunks; called once or twice.
        run: Runs the windows of parts.
        threshold: Lowest name probability of a name's token, 0 to 1.
        rules: What the caller wants beside the threshold.
        part_characters: Length of a part, about.

    Raises:
        DocumentError: When the text holds half of a surrogate pair.
    """
    parts = _scored(run(prepare_in_parts(read(), part_characters=part_characters)))
    if not rules.consistent:
        yield from find_names_in_parts(parts, threshold=threshold, rules=rules)
        return
    evidence = Evidence()
    with TemporaryFile() as spool:
        for part in parts:
            evidence.add(part.document.tokens, part.name, part.begin)
            spool.write(part.name.tobytes() + part.begin.tobytes())
        spool.seek(0)
        again = prepare_in_parts(read(), part_characters=part_characters)
        raised = (_raised(document, evidence, spool) for document in again)
        yield from find_names_in_parts(raised, threshold=threshold, rules=rules)


def _scored(
    parts: Iterable[tuple[PreparedDocument, list[WindowProbabilities]]],
) -> Iterator[ScoredPart]:
    for document, outputs in parts:
        name, begin = join_windows(document, outputs)
        yield ScoredPart(document=document, name=name, begin=begin)


def _raised(document: PreparedDocument, evidence: Evidence, spool: IO[bytes]) -> ScoredPart:
    count = len(document.tokens)
    name, begin = _read(spool, count), _read(spool, count)
    raised = evidence.raised(document.tokens, name, begin)
    return ScoredPart(document=document, name=raised.name, begin=raised.begin)


def _read(spool: IO[bytes], count: int) -> Float32Array:
    return np.frombuffer(spool.read(4 * count), dtype=np.float32)
