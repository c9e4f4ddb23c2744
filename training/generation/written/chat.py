"""Chat: messages on phones and screens, and talk written down line by line."""

from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, write, written
from nomen.training.generation.written.bodies import shuffled
from nomen.training.generation.written.speakers import drawn_label

_ROLES = 40
_NAMELESS = 0.2
_LINES = (1, 2, 3, 4, 6, 8, 12, 20)


def write_chat(page: Page, world: World) -> None:
    """Write a chat of two or a few persons."""
    _write_talk(page, world, "chat_plain" if world.chance(_NAMELESS) else "chat_line")


def write_talk(page: Page, world: World) -> None:
    """Write talk in whole sentences, as transcripts and scripts have it."""
    _write_talk(page, world, "plain" if world.chance(_NAMELESS) else "told")


def write_thread_of_notices(page: Page, world: World) -> None:
    """Write what a phone shows: notices of calls, messages and payments."""
    for _ in range(world.random.choice(_LINES[:6])):
        cast = Cast(world)
        page.write(world.choose("", "", "{time} ", "• ").replace("{time}", world.things.time()))
        page.write(world.choose("", "[SMS] ", "[Push] ", "Notice: ", "[Call] "))
        page.add(written(world.choose("single_note", "chat_line", "single_self"), world, cast))
        page.write("\n")


def write_phone(page: Page, world: World) -> None:
    """Write what a phone holds of one day: messages, calls, notes, a calendar."""
    cast = Cast(world)
    gap = world.choose("\n\n", "\n\n", "\n")
    for number in range(world.random.choice(_LINES[:6])):
        page.write(gap if number else "").add(written("phone_part", world, shuffled(world, cast)))


def write_message_alone(page: Page, world: World) -> None:
    """Write one message of a chat without its sender."""
    write(page, "chat_line", world, Cast(world))


def _write_talk(page: Page, world: World, key: str) -> None:
    cast = Cast(world)
    write_label = drawn_label(world, cast)
    speakers = _speakers(world)
    gap = world.choose("\n", "\n", "\n", "\n\n")
    for number in range(world.random.choice(_LINES)):
        speaker = world.random.choice(speakers)
        other = world.random.choice([s for s in speakers if s != speaker])
        page.write(gap if number else "")
        write_label(page, speaker)
        turned = cast.turned(abs(speaker), abs(other), *range(len(speakers), len(speakers) + 3))
        page.add(written(key, world, turned))
        if key != "chat_line" and world.chance(0.4):
            page.write(" ").add(world.sentence())


def _speakers(world: World) -> list[int]:
    """Draw persons by their numbers, and now and then roles, which are below 0."""
    if world.chance(_NAMELESS):
        return [-number for number in world.random.sample(range(1, _ROLES), 2)]
    persons = list(range(world.random.choice((1, 2, 2, 2, 3, 5))))
    if len(persons) == 1 or world.chance(0.2):
        persons.append(-world.random.randint(1, _ROLES))
    return persons


GENRES: dict[str, Genre] = {
    "chat": write_chat,
    "talk": write_talk,
    "notices": write_thread_of_notices,
    "phone": write_phone,
    "chat message": write_message_alone,
}
