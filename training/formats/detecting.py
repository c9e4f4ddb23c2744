"""Finds the format of a file by its content and its ending."""

from pathlib import Path
from types import ModuleType

from nomen.training.errors import CorpusError
from nomen.training.formats.brat import ANNOTATIONS, TEXT, brat_files, find_counterpart
from nomen.training.formats.json_values import JSON_LINES, beginning, first_values
from nomen.training.formats.opening import bare_name, ending, opened
from nomen.training.formats.settings import Format
from nomen.training.formats.shapes import (
    doccano,
    gliner,
    hugging_face,
    label_studio,
    own,
    prodigy,
    spacy_json,
)

SHAPES: dict[Format, ModuleType] = {
    "gliner": gliner,
    "spacy-json": spacy_json,
    "label-studio": label_studio,
    "hugging-face": hugging_face,
    "prodigy": prodigy,
    "doccano": doccano,
    "jsonl": own,
}
"""The shapes of JSON records. One that may be taken for another stands before it."""

DOCBIN, PARQUET_MAGIC = ".spacy", b"PAR1"

_COLUMNS = frozenset({".conll", ".conllu", ".iob", ".bio", ".tsv", ".col"})
_JSON = JSON_LINES | {".json"}
_NUM_LOOKED_AT = 100


def find_format(path: Path) -> Format:
    """Find the format of a file, or of a folder of brat's documents.

    Raises:
        CorpusError: When the file cannot be read, or is JSON of a shape that is not known.
    """
    kind = ending(path)
    if is_brat(path):
        return "brat"
    if kind == DOCBIN:
        return "spacy"
    if path.is_dir():
        raise CorpusError(f"{path}: expected a file, or a folder of .txt and .ann")
    if is_parquet(path):
        return "hugging-face"
    if kind not in _COLUMNS and (kind in _JSON or _looks_like_json(path)):
        return _json_format(path)
    return "conll"


def is_brat(path: Path) -> bool:
    """Tell whether a path is one of brat's documents, or a folder of them."""
    if path.is_dir():
        return bool(brat_files(path))
    has_annotations = ending(path) == TEXT and find_counterpart(path, ANNOTATIONS) is not None
    return ending(path) == ANNOTATIONS or has_annotations


def is_parquet(path: Path) -> bool:
    """Tell whether a file is Parquet, by its first bytes.

    Raises:
        CorpusError: When it cannot be read.
    """
    with opened(path) as stream:
        return stream.read(len(PARQUET_MAGIC)) == PARQUET_MAGIC


def may_be_columns(path: Path) -> bool:
    """Tell whether a file of this ending may be columns; the file need not be there."""
    return ending(path) not in _JSON | {DOCBIN, ".parquet", ANNOTATIONS}


def _looks_like_json(path: Path) -> bool:
    return beginning(path).lstrip()[:1] in {"{", "["} and bool(first_values(path, 1))


def _json_format(path: Path) -> Format:
    for value in first_values(path, _NUM_LOOKED_AT):
        for name, shape in SHAPES.items():
            if shape.matches(value):
                return name
    if bare_name(path).suffix.lower() in JSON_LINES:
        return "jsonl"  # its reader tells what is missing, line by line
    known = ", ".join(SHAPES)
    raise CorpusError(f"{path}: expected JSON of one of the formats {known}")
