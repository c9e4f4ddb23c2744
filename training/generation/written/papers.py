"""Papers: title pages, references of many styles, citations, acknowledgements."""

from collections.abc import Callable, Sequence

from nomen.training.generation import forms
from nomen.training.generation.forms import Form
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.titles import DEGREES
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, write, written
from nomen.training.generation.written.bodies import paragraph

_MOST_AUTHORS = 9
_MOST_REFERENCES = 8
_MANY = 3
_LAST_GAPS = (" and ", ", and ", " & ", ", & ", ", ", "; ", " und ", " et ")
_ET_AL = (" et al.", ", et al.", " et al", ", et al", ", ...", " and others", " et al.,")
_MARKS = ("", "", "1", "1,2", "*", "†", " 1", " 1,*", " a", "^1", "(1)", " *†", "¹", "1*", " [1]")
_NUMBERS = ("", "", "", "[{}] ", "{}. ", "({}) ", "{} ", "[{}]", "• ", "- ", "{}.\t", "[b{}] ")
_HEADINGS = ("References\n", "REFERENCES\n\n", "Bibliography\n", "Works Cited\n", "Literature\n")
_AFTER_TITLE = (". ", ", ", ".” ", ". In: ")


def write_references(page: Page, world: World) -> None:
    """Write a list of references in one style."""
    if world.chance(0.2):
        page.write(world.choose(*_HEADINGS))
    write_reference = _drawn_style(world)
    number_form = world.choose(*_NUMBERS)
    first = world.random.randint(1, 60)
    for number in range(world.random.randint(1, _MOST_REFERENCES)):
        page.write(number_form.format(first + number))
        write_reference(page, world)
        page.write("\n")


def write_reference(page: Page, world: World) -> None:
    """Write one reference."""
    _drawn_style(world)(page, world)


def write_title_page(page: Page, world: World) -> None:
    """Write title, authors, where they work, and what stands below."""
    cast = Cast(world)
    title = written("paper_title", world, cast)
    page.add(title).write(world.choose("\n", "\n\n"))
    page.write(world.choose("", "", "", "by ", "By ", "Author: ", "Authors: ", "by\n"))
    _write_authors_with_marks(page, world, cast)
    for _ in range(world.random.randint(0, 3)):
        page.write(world.choose("\n", "\n\n")).write(world.choose("", "1 ", "* ", "a "))
        write(page, "affiliation", world, cast)
    for _ in range(world.random.randint(0, 4)):
        write(page.write(world.choose("\n", "\n\n")), "paper_foot", world, cast)


def write_title_column(page: Page, world: World) -> None:
    """Write title and authors with a word or two a line; names run over the line ends."""
    cast, end = Cast(world), world.choose("\n", "\n", "\n\n")
    title = written("paper_title", world, cast).text if world.chance(0.5) else ""
    is_in_capitals, stop = world.chance(0.3), world.choose(",", ",", "", ";", ",*", " *")
    form = world.random.choice((forms.whole, forms.given_first, forms.surname_in_capitals))
    if not cast.persons:
        page.write("\n".join(title.split()) + (end if title else ""))
    for number in range(world.random.randint(1, _MOST_AUTHORS)):
        name = form(cast[number]).replace(" ", "\n")
        page.write("\n" if number else "")
        page.name(name.upper() if is_in_capitals else name).write(stop)
    if world.chance(0.5):
        affiliation = written("affiliation", world, cast).text
        page.write(end + affiliation.replace(" ", "\n"))


def write_citing_text(page: Page, world: World) -> None:
    """Write text that cites."""
    page.add(paragraph(world, Cast(world), 1, 5, key="citing_sentence"))
    if world.chance(0.5):
        page.write(" ").add(world.sentence())


def _write_authors_with_marks(page: Page, world: World, cast: Cast) -> None:
    name_forms = (forms.whole, forms.with_middle_initial, forms.first_initialled, forms.with_middle)
    form: Form = world.random.choice(name_forms)
    is_in_capitals, mark = world.chance(0.2), world.choose(*_MARKS)
    has_degrees = world.chance(0.15)
    gap = world.choose(", ", ", ", "\n", " · ", "; ", " and ", "  ")
    count = world.random.randint(1, _MOST_AUTHORS)
    for number in range(count):
        if number:
            page.write(world.choose(gap, " and ", ", and ") if number == count - 1 else gap)
        name = form(cast[number])
        page.name(name.upper() if is_in_capitals else name)
        page.write(f", {world.choose(*DEGREES)}" if has_degrees else "").write(mark)
        if gap == "\n" and world.chance(0.4):
            write(page.write("\n"), "affiliation", world, cast)


def _write_authors(
    page: Page, authors: Sequence[Person], form: Form, gaps: tuple[str, str], world: World
) -> None:
    gap, last_gap = gaps
    shown = authors[:_MANY] if len(authors) > _MANY and world.chance(0.3) else authors
    for number, author in enumerate(shown):
        if number:
            page.write(last_gap if author is authors[-1] else gap)
        page.name(form(author))
    if len(shown) < len(authors):
        page.write(world.choose(*_ET_AL))


Reference = Callable[[Page, World], object]
"""Writes one reference."""


def _drawn_style(world: World) -> Reference:
    """Draw how a list writes authors, year, title and source, and in which order."""
    if world.chance(0.1):
        return _write_bibtex
    if world.chance(0.05):
        return _write_tagged
    form = forms.chosen(forms.CITED, world.random)
    probe = form(Person(forename="A", surname="B", nickname="A"))
    gap = world.choose("; ", ", ") if "," in probe else world.choose(", ", ", ", "; ")
    gaps = (gap, world.choose(gap, *_LAST_GAPS))
    after_authors = world.choose(" ({}). ", ", {}. ", ". ", ", ", ": ", " ({}) ", ". {}. ", ", “")
    ending = world.choose(" {}.", ", {}.", ". {}", ", vol. {}.", " {};{}:{}.", ", ({}).", "")
    has_journal, has_editors = world.chance(0.7), world.chance(0.15)

    def write_in_style(page: Page, world: World) -> None:
        authors = world.people(1, world.random.choice((1, 2, 3, 4, _MOST_AUTHORS)))
        _write_authors(page, authors, form, gaps, world)
        year = world.things.draw("1950-2026")
        page.write(after_authors.replace("{}", year))
        write(page, "paper_title", world, Cast(world)).write(world.choose(*_AFTER_TITLE))
        if has_editors and world.chance(0.5):
            _write_editors(page, form, gaps, world)
        write(page, "journal" if has_journal else "publisher", world, Cast(world))
        page.write(ending.format(*world.random.choices(range(1, 999), k=3)))

    return write_in_style


def _write_editors(page: Page, form: Form, gaps: tuple[str, str], world: World) -> None:
    page.write(world.choose("In ", "In: ", "Edited by ", "edited by ", "in ", "trans. "))
    _write_authors(page, world.people(1, 2), form, gaps, world)
    page.write(world.choose(" (Eds.), ", " (ed.), ", ", eds. ", ", ", " (Ed.). "))


def _write_bibtex(page: Page, world: World) -> None:
    """Write a BibTeX entry; its authors stand apart by `and`."""
    authors = world.people(1, _MOST_AUTHORS // 2)
    form = world.random.choice((forms.inverted, forms.whole, forms.inverted_with_middle_initial))
    key = world.things.handle(authors[0].forename, authors[0].surname)
    opening, closing = world.random.choice(("{}", '""'))
    page.write(f"@{world.choose('article', 'book', 'misc', 'inproceedings')}{{{key},\n")
    page.write(f"  author = {opening}")
    _write_authors(page, authors, form, (" and ", " and "), world)
    page.write(f"{closing},\n  title = {opening}")
    write(page, "paper_title", world, Cast(world))
    page.write(f"{closing},\n  year = {world.things.draw('1950-2026')}\n}}")


def _write_tagged(page: Page, world: World) -> None:
    """Write an entry in lines that begin with a tag, as RIS and PubMed have them."""
    author, title, join = world.random.choice(
        (("AU", "TI", "  - "), ("%A", "%T", " "), ("FAU", "TI", " - "), ("Author", "Title", ": "))
    )
    form = world.random.choice((forms.inverted, forms.inverted_initials, forms.with_middle))
    for person in world.people(1, _MOST_AUTHORS // 2):
        page.write(author + join).name(form(person)).write("\n")
    write(page.write(title + join), "paper_title", world, Cast(world))


GENRES: dict[str, Genre] = {
    "references": write_references,
    "reference": write_reference,
    "title page": write_title_page,
    "title column": write_title_column,
    "citing text": write_citing_text,
    "acknowledgement": framed("acknowledgement"),
}
