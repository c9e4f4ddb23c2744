"""Speakers: who says the next line, as chats, minutes and scripts write it."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from nomen.training.data.texts import LabelledText
from nomen.training.generation import forms
from nomen.training.generation.forms import Form
from nomen.training.generation.grammar import Phrase, parsed
from nomen.training.generation.layout import joined
from nomen.training.generation.page import Page
from nomen.training.generation.titles import TITLES
from nomen.training.generation.world import World
from nomen.training.generation.writing import Cast, written

Line = Callable[[Page, int], object]
"""Writes the label before a line of a person by number; a role's where the number is below 0."""

_FORMS: Mapping[Form, float] = {
    forms.forename: 5,
    forms.whole: 5,
    forms.surname: 2,
    forms.nickname: 1,
    partial(forms.in_capitals, form=forms.surname): 2,
    partial(forms.in_capitals, form=forms.whole): 2,
    partial(forms.in_capitals, form=forms.forename): 1,
    partial(forms.in_lower_case, form=forms.forename): 1,
    forms.first_initialled: 0.5,
    forms.inverted: 0.5,
    forms.forename_and_initial: 0.5,
    forms.surname_in_capitals: 0.3,
    partial(forms.own_initials): 0.5,
}
_BEFORE = ("", "", "", "", "[{time}] ", "{time} ", "[{date}, {time}] ", "{date}, {time} - ")
_MORE_BEFORE = (
    "({time}) ",
    "{time}\t",
    "- ",
    "* ",
    "> ",
    "[SMS] ",
    "[chat] ",
    "{1-90}. ",
    "[WhatsApp] ",
)
_AFTER = (": ", ": ", ": ", ":\n", " - ", " > ", " says: ", " says:\n", ":\t", ". ", " -- ")
_MORE_AFTER = (" [{time}]: ", " ({time}): ", "  {time}\n", ", {time}\n", " – ", "\n", " | ", ": - ")
_TIMES = (
    *("{00-23}:{00-59}", "{00-23}:{00-59}", "{00-23}:{00-59}:{00-59}", "{0-23}.{00-59}"),
    *("{1-12}:{00-59} PM", "{1-12}:{00-59}am", "00:{00-59}:{00-59},{100-999}", "{0-9}:{00-59}"),
)
_AROUND = (("", ""), ("", ""), ("", ""), ("", ""), ("**", "**"), ("<", ">"), ("[", "]"), ("*", "*"))


def drawn_label(world: World, cast: Cast) -> Line:
    """Draw how a page labels its lines."""
    form = forms.chosen(_FORMS, world.random)
    before = _timed(world.choose(*_BEFORE, *_BEFORE, *_MORE_BEFORE), world)
    after = _timed(world.choose(*_AFTER, *_AFTER, *_MORE_AFTER), world)
    opening, closing = world.random.choice(_AROUND)
    titles = [world.choose(*TITLES) + " " for _ in range(8)] if world.chance(0.15) else [""]
    handles = world.chance(0.08)
    tails = [_tail(world, cast) for _ in range(8)] if world.chance(0.15) else [LabelledText("")]

    def write_label(page: Page, number: int) -> None:
        page.write(world.things.fill(before) + opening)
        if number < 0:
            page.write(world.things.handle() if handles else _ROLES[number % len(_ROLES)])
        elif handles:
            page.write(world.things.handle(cast[number].forename, cast[number].surname))
        else:
            page.write(titles[number % len(titles)]).name(form(cast[number]))
            page.add(tails[number % len(tails)])
        page.write(closing + world.things.fill(after))

    return write_label


_ROLES: Sequence[str] = (
    *(
        "Me",
        "You",
        "Agent",
        "Customer",
        "User",
        "Assistant",
        "Bot",
        "Support",
        "Caller",
        "Operator",
    ),
    *("Doctor", "Patient", "Nurse", "Interviewer", "Moderator", "Host", "SPEAKER 2", "Speaker 1"),
    *("Q", "A", "Narrator", "Client", "Teacher", "Student", "All", "Audience", "Man", "Woman"),
    *("Mum", "Dad", "Boss", "The Chair", "Voice", "Waiter", "Admin", "System", "THE COURT"),
    *("The Chairman", "Operator", "Unidentified", "THE WITNESS", "Coach", "Grandma", "Chorus"),
)


def _tail(world: World, cast: Cast) -> LabelledText:
    """Write what stands after a speaker's name on all of a page: party, place, role."""
    tail = written("speaker_after", world, cast)
    return tail if tail.text.startswith(",") else joined([LabelledText(""), tail], " ")


def _timed(pattern: str, world: World) -> Phrase:
    """Fix the date of a page and how it writes the time of day, which changes from line to line."""
    date = world.things.date() if "{date}" in pattern else ""
    return parsed(pattern.replace("{date}", date).replace("{time}", world.choose(*_TIMES)))
