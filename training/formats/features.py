"""The names of Hugging Face's tags: from a schema's metadata, or from a file beside the data.

*Source:* https://huggingface.co/docs/datasets/about_dataset_features, "ClassLabel".
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from nomen.training.formats.shapes.hugging_face import TAG_KEYS

FILES = ("dataset_info.json", "features.json", "dataset_infos.json")


def names_beside(path: Path) -> tuple[str, ...]:
    """Give the names of the tags as a file in the folder of a file, or in the one above, has them.

    Nothing where there is none.
    """
    for file in files_beside(path):
        try:
            if found := names_of(json.loads(file.read_text(encoding="utf-8"))):
                return found
        except (OSError, RecursionError, ValueError):
            continue
    return ()


def files_beside(path: Path) -> list[Path]:
    """Give the files of features in the folder of a file and in the one above, nearest first."""
    folders = (path.parent, path.absolute().parent.parent)
    found = (folder / name for folder in folders for name in FILES)
    return [file for file in found if file.is_file()]


def names_of(features: object) -> tuple[str, ...]:
    """Give the names of the first column of tags that a description of features has."""
    for key, value in _members(features):
        if key in TAG_KEYS:
            for inner, names in _members({key: value}):
                if inner == "names" and isinstance(names, list):
                    return tuple(map(str, names))
    return ()


def _members(value: object) -> Iterator[tuple[str, object]]:
    """Give all members of an object, outer ones first."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key), inner
            yield from _members(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _members(inner)
