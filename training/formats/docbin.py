"""spaCy's DocBin: documents with their entities, in a `.spacy` file.

*Source:* https://spacy.io/api/docbin.
"""

from collections.abc import Iterator
from pathlib import Path

from nomen.training.errors import CorpusError
from nomen.training.formats.opening import opened
from nomen.training.formats.records import Item, LabelledSpan, LeftOut, Place, TextRecord
from nomen.training.formats.settings import FileSettings


def read_docbin(path: Path, _: FileSettings) -> Iterator[Item]:
    """Read the text and the entities of each document; leave out those without annotation.

    spaCy's own tokens do not count: ours are those that the tagger will see.

    Raises:
        CorpusError: When the file cannot be read, is no DocBin, or spaCy is not installed.
    """
    try:
        from spacy.tokens import DocBin  # noqa: PLC0415  # only these files need it
        from spacy.vocab import Vocab  # noqa: PLC0415
    except ImportError as error:
        raise CorpusError(f"{path}: expected spaCy: pip install spacy") from error
    with opened(path) as stream:
        data = stream.read()
    try:
        documents = DocBin().from_bytes(data)
    except Exception as error:  # whatever zlib, msgpack and spaCy raise for other bytes
        raise CorpusError(f"{path}: expected a DocBin of spaCy 3") from error
    for number, document in enumerate(documents.get_docs(Vocab()), 1):
        place = Place(path, number, "document")
        if not document.has_annotation("ENT_IOB"):
            yield LeftOut(place, "not annotated")
            continue
        spans = tuple(
            LabelledSpan(entity.start_char, entity.end_char, entity.label_.upper())
            for entity in document.ents
        )
        yield TextRecord(place=place, text=document.text, spans=spans)
