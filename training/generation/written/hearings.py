"""Hearings: what courts, councils and boards say, each line after its speaker's surname."""

from functools import partial

from nomen.training.generation import forms
from nomen.training.generation.forms import Form, Weighted
from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, write

_SPEAKERS, _MOST_LINES = 5, 9
_LABELS: Weighted = {
    forms.surname: 6,
    partial(forms.in_capitals, form=forms.surname): 6,
    forms.whole: 2,
    forms.with_middle_initial: 1,
    forms.with_suffix: 1,
    partial(forms.in_capitals, form=forms.whole): 2,
    forms.first_initialled: 0.5,
    forms.forename: 0.5,
}
_BENCH = ("JUSTICE ", "Justice ", "JUDGE ", "Judge ", "CHIEF JUSTICE ", "Cllr ", "SEN. ", "Lord ")
_BAR = ("MR. ", "MS. ", "Mr. ", "Ms. ", "MRS. ", "GENERAL ", "Mr ", "DR. ", "Dr ", "Councillor ")
_ROLES = ("THE COURT", "THE CLERK", "The Chair", "Unidentified", "Clerk", "SPEAKER", "THE WITNESS")
_AFTER = (": ", ": ", ": ", ": --", ":\n", ". ", " - ", ":  ")
_LINE_ENDS = ("\n", "\n", "\n", "\n\n")


def _titles(world: World) -> list[str]:
    """Draw the title before each speaker's surname on a page: none for a part of the pages."""
    match world.random.randrange(4):
        case 0 | 1:
            return [""] * _SPEAKERS
        case 2:
            bench = world.choose(*_BENCH)
            return ["", "", bench, bench, bench]
        case _:
            bench = world.choose(*_BENCH)
            return [world.choose(*_BAR), world.choose(*_BAR), bench, bench, bench]


def _shown(form: Form, title: str) -> Form:
    """Give the form of a label: a surname after a title, in capitals where the title is."""
    if not title:
        return form
    if title.strip(". ").isupper():
        return partial(forms.in_capitals, form=forms.surname)
    return forms.surname


def write_hearing(page: Page, world: World) -> None:
    """Write lines of a hearing; who speaks is named in the others' lines as well."""
    cast, titles = Cast(world), _titles(world)
    form = forms.chosen(_LABELS, world.random)
    after, end = world.choose(*_AFTER), world.choose(*_LINE_ENDS)
    for _ in range(world.random.randint(1, _MOST_LINES)):
        speaker = world.random.randrange(_SPEAKERS)
        if world.chance(0.05):
            page.write(world.choose(*_ROLES))
        else:
            title = titles[speaker]
            page.write(title).name(_shown(form, title)(cast[speaker]))
        others = [number for number in range(_SPEAKERS) if number != speaker]
        world.random.shuffle(others)
        turned = cast.turned(speaker, speaker, *others)
        write(page.write(after), "hearing_line", world, turned).write(end)


GENRES: dict[str, Genre] = {"hearing": write_hearing}
