"""brat: texts in `.txt`, their text-bound annotations in `.ann` beside them.

*Source:* https://brat.nlplab.org/standoff.html.
"""

from collections.abc import Iterator
from pathlib import Path

from nomen.training.errors import CorpusError
from nomen.training.formats.opening import COMPRESSED, bare_name, ending, lines, opened
from nomen.training.formats.records import Fault, Item, LabelledSpan, Place, TextRecord
from nomen.training.formats.settings import FileSettings

ANNOTATIONS, TEXT = ".ann", ".txt"


def read_brat(path: Path, settings: FileSettings) -> Iterator[Item]:
    """Read one document by the path of its text or of its annotations, or all of a folder.

    Lines other than text-bound annotations (relations, events, notes) do not count.

    Raises:
        CorpusError: When a file cannot be read or has no counterpart.
    """
    for text_path, annotations in brat_files(path):
        with opened(text_path) as stream:
            data = stream.read()
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = data.count(b"\n", 0, error.start) + 1
            place = Place(text_path, line)
            yield Fault(place, "malformed", "expected UTF-8 throughout the line")
            continue
        spans: list[LabelledSpan] = []
        for item in _spans(annotations, settings):
            if isinstance(item, Fault):
                yield item
            else:
                spans.append(item)
        place = Place(annotations, 1)
        name = bare_name(text_path).stem
        yield TextRecord(place=place, text=text, spans=tuple(spans), document=name)


def brat_files(path: Path) -> list[tuple[Path, Path]]:
    """Give the texts and annotations that a path names, in the order of their names.

    Raises:
        CorpusError: When one of a pair is missing.
    """
    if path.is_dir():
        found = sorted(file for file in path.iterdir() if ending(file) == ANNOTATIONS)
        return [(_counterpart(file, TEXT), file) for file in found]
    if ending(path) == ANNOTATIONS:
        return [(_counterpart(path, TEXT), path)]
    return [(path, _counterpart(path, ANNOTATIONS))]


def find_counterpart(path: Path, wanted: str) -> Path | None:
    """Give the file beside another one that has its name and the wanted ending, if there is one."""
    bare = bare_name(path).with_suffix(wanted)
    names = [bare, *(bare.with_name(bare.name + each) for each in sorted(COMPRESSED))]
    return next((name for name in names if name.is_file()), None)


def _counterpart(path: Path, wanted: str) -> Path:
    found = find_counterpart(path, wanted)
    if found is None:
        raise CorpusError(f"{path}: expected a file of the same name with {wanted} beside it")
    return found


def _spans(path: Path, settings: FileSettings) -> Iterator[LabelledSpan | Fault]:
    for item in lines(path):
        if isinstance(item, Fault):
            yield item
        elif item[1].startswith("T"):
            yield _span(Place(path, item[0]), item[1], settings)


def _span(place: Place, line: str, settings: FileSettings) -> LabelledSpan | Fault:
    columns = line.split("\t")
    label, _, ranges = (columns[1] if len(columns) > 1 else "").partition(" ")
    ends = ranges.replace(";", " ").split()
    if not label or len(ends) < 2 or len(ends) % 2 or not all(map(str.isdecimal, ends)):  # noqa: PLR2004
        expected = "expected an id, a tab, a type and offsets, a tab and the text"
        return Fault(place, "malformed", expected)
    start, end = int(ends[0]), int(ends[-1])
    if len(ends) == 2:  # noqa: PLR2004
        said = columns[2] if len(columns) > 2 else None  # noqa: PLR2004
        return LabelledSpan(start, end, label.upper(), said, place.number)
    is_name = label.upper() in settings.name_types
    if settings.discontinuous == "refuse" and is_name:
        expected = "expected a name in one piece; see the setting discontinuous"
        return Fault(place, "discontinuous", expected)
    return LabelledSpan(start, end, label.upper(), line=place.number)
