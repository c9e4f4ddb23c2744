"""Minutes: who was there, what was said, who has to do what; and calendars with invitations."""

from nomen.training.generation import forms
from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, framed, write, written
from nomen.training.generation.written.bodies import paragraph, shuffled
from nomen.training.generation.written.speakers import drawn_label

_HEAD_LINES = (0, 1, 2, 3, 5)
_MOST_PRESENT = 14
_MOST_ITEMS = 5
_BULLETS = ("", "", "- ", "* ", "• ", "  - ", "\t", "o ")


def write_minutes(page: Page, world: World) -> None:
    """Write the minutes of a meeting: head, who was present, items, end."""
    cast = Cast(world)
    if world.chance(0.8):
        write(page, "minutes_title", world, cast).write("\n")
    for _ in range(world.random.choice(_HEAD_LINES)):
        write(page, "minutes_head", world, cast).write("\n")
    if world.chance(0.7):
        _write_present(page.write(world.choose("", "\n")), world, cast)
    for _ in range(world.random.randint(1, _MOST_ITEMS)):
        _write_item(page.write("\n"), world, cast)
    if world.chance(0.5):
        write(page.write("\n"), "minutes_end", world, cast)


def write_attendance(page: Page, world: World) -> None:
    """Write a list of who is present."""
    _write_present(page, world, Cast(world))


def write_transcript(page: Page, world: World) -> None:
    """Write what members of a body say, after the minutes' title."""
    cast = Cast(world)
    if world.chance(0.4):
        write(page, "minutes_title", world, cast).write("\n\n")
    write_label = drawn_label(world, cast)
    gap = world.choose("\n", "\n\n")
    for _ in range(world.random.randint(1, 2 * _MOST_ITEMS)):
        speaker = world.random.randint(0, 3)
        write_label(page, speaker)
        turned = cast.turned(speaker, 3 - speaker, 4, 5)
        page.add(paragraph(world, turned, 1, 3, key="speech")).write(gap)


def _write_present(page: Page, world: World, cast: Cast) -> None:
    write(page, "present_title", world, cast)
    is_running = world.chance(0.4)
    form = forms.chosen(forms.LISTED, world.random)
    if form(cast[0]).count(",") and world.chance(0.5):
        form = forms.whole
    after = world.chance(0.4)
    gap = world.choose("; ") if "," in form(cast[0]) else world.choose(", ", ", ", "; ")
    bullet = world.choose(*_BULLETS)
    page.write(world.choose(" ", " ", "\n") if is_running else "")
    for number in range(world.random.randint(1, _MOST_PRESENT)):
        page.write((gap if number else "") if is_running else f"\n{bullet}")
        page.name(form(cast[number]))
        if after and world.chance(0.8):
            write(page, "present_after", world, cast)
    page.write("\n")


def _write_item(page: Page, world: World, cast: Cast) -> None:
    if world.chance(0.7):
        write(page, "item_title", world, cast).write("\n")
    bullet = world.choose(*_BULLETS)
    for _ in range(world.random.randint(1, _MOST_ITEMS)):
        line = written("item_line", world, shuffled(world, cast))
        page.write(bullet).add(line).write("\n")


GENRES: dict[str, Genre] = {
    "minutes": write_minutes,
    "attendance": write_attendance,
    "transcript": write_transcript,
    "invitation": framed("invite"),
    "rota": framed("rota"),
}
