"""What stands for a tagger in the tests of formats: it finds the names that it is told."""

import re
from collections.abc import Sequence

from nomen.model.documents import Document
from nomen.model.redaction.redaction import RedactedDocument, RedactedName
from nomen.service.files.formats.format import Chunk, Format, Record


def redact_text(text: str, names: Sequence[str], replacement: str = "[NAME]") -> RedactedDocument:
    """Redact each occurrence of some names."""
    found: list[RedactedName] = []
    parts, end, length = [], 0, 0
    for match in re.finditer("|".join(map(re.escape, names)) or r"(?!)", text):
        parts += [text[end : match.start()], replacement]
        start = length + match.start() - end
        end, length = match.end(), start + len(replacement)
        found.append(
            RedactedName(
                start=match.start(),
                end=end,
                redacted_start=start,
                redacted_end=length,
                replacement=replacement,
                probability=1.0,
                original=match[0],
            )
        )
    return RedactedDocument(text="".join([*parts, text[end:]]), names=found)


def chunk_of(content: bytes) -> Chunk:
    return Chunk(first=1, content=content, position=len(content))


def text_of(document: Document) -> str:
    """Give the text that redaction sees of a document: tokens are joined by one blank."""
    return document if isinstance(document, str) else " ".join(document)


def texts(form: Format, content: bytes) -> list[str]:
    """Give the texts of a file of one chunk, none of which is rejected."""
    found = form.read(chunk_of(content))
    assert all(isinstance(each, Record) for each in found)
    return [text_of(each.document) for each in found if isinstance(each, Record)]


def redact(form: Format, content: bytes, *names: str, replacement: str = "[NAME]") -> bytes:
    """Redact a file of one chunk; rejected records stay so."""
    chunk = chunk_of(content)
    redacted = [
        redact_text(text_of(each.document), names, replacement)
        if isinstance(each, Record)
        else None
        for each in form.read(chunk)
    ]
    return form.rewrite(chunk, redacted)
