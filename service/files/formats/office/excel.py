"""Excel workbooks: the texts of cells, comments, sheets, headers, formulas and charts.

*Source:* ECMA-376, part 1, section 18 (SpreadsheetML).
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from nomen.service.files.formats.office.cells import cell_slots
from nomen.service.files.formats.office.document import PROPERTIES, Place, Roots
from nomen.service.files.formats.office.elements import attribute_slot, elements, has_letters, short
from nomen.service.files.formats.office.links import read_targets
from nomen.service.files.formats.office.package import Package
from nomen.service.files.formats.office.paragraphs import paragraph_slots
from nomen.service.files.formats.office.sheets import (
    rename_in_references,
    rename_in_structured_references,
    settle_columns,
    settle_sheet_names,
    strings_of,
)
from nomen.service.files.sources import SourceError

if TYPE_CHECKING:
    from lxml.etree import _Element

RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
STRICT_RELATION = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"


class ExcelReading:
    """The texts of a workbook."""

    def __init__(self) -> None:
        self._sheets: dict[_Element, str] = {}
        self._strings: dict[_Element, str] = {}

    def find(self, package: Package, roots: Roots) -> Iterator[Place]:
        """Find the texts of all parts; see `Reading`."""
        workbooks = [name for name, root in roots.items() if short(root.tag) == "s:workbook"]
        if len(workbooks) != 1:
            raise SourceError("expected an Excel workbook")
        (workbook,) = workbooks
        self._sheets = {
            each: str(each.get("name"))
            for each in elements(roots[workbook])
            if short(each.tag) == "s:sheet"
        }
        self._strings = strings_of(roots.values())
        titles = self._titles(read_targets(package, workbook))
        for sheet, name in self._sheets.items():
            if has_letters(name):
                yield Place(workbook, "names of sheets", attribute_slot(sheet, "name"))
        cells = _cells_of_strings(roots, titles)
        for name in sorted(roots, key=lambda name: (name not in titles, name)):
            if not name.startswith(PROPERTIES):
                yield from _places(name, roots[name], titles.get(name, name), cells)

    def settle(self, roots: Roots) -> set[str]:
        """Change what refers to sheets and table columns with them; see `Reading`."""
        sheets = settle_sheet_names(self._sheets)
        tables = {name: root for name, root in roots.items() if short(root.tag) == "s:table"}
        columns = settle_columns(self._strings, tables.values())
        changed = set()
        for name, root in roots.items() if sheets or columns else ():
            is_renamed = rename_in_references(root, sheets)
            if rename_in_structured_references(root, columns) or is_renamed:
                changed.add(name)
        return changed | (set(tables) if columns else set())

    def _titles(self, targets: dict[str, str]) -> dict[str, str]:
        """Give the parts of the sheets with the sheets' names."""
        ids = {
            str(sheet.get(RELATION) or sheet.get(STRICT_RELATION)): name
            for sheet, name in self._sheets.items()
        }
        return {targets[each]: name for each, name in ids.items() if each in targets}


def _cells_of_strings(roots: Roots, titles: dict[str, str]) -> dict[int, str]:
    """Give the first cell of each shared string."""
    cells: dict[int, str] = {}
    for name, title in titles.items():
        root = roots.get(name)
        for value in () if root is None else elements(root):
            cell = value.getparent()
            if short(value.tag) == "s:v" and cell is not None and cell.get("t") == "s":
                number = (value.text or "").strip()
                if number.isdecimal():
                    cells.setdefault(int(number), f"{title}!{cell.get('r', '')}")
    return cells


def _places(name: str, root: "_Element", title: str, cells: dict[int, str]) -> Iterator[Place]:
    if short(root.tag) == "s:sst":
        strings = [each for each in root if short(each.tag) == "s:si"]
        for number, string in enumerate(strings):
            for _, slot in cell_slots(string):
                yield Place(name, cells.get(number, name), slot)
        return
    for cell, slot in cell_slots(root):
        yield Place(name, f"{title}!{cell}" if cell else title, slot)
    for slot in paragraph_slots(root):
        yield Place(name, title, slot)
