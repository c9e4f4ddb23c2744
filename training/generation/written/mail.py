"""Mail: messages and threads with headers, greetings, quotes, signatures and footers."""

from nomen.training.data.texts import LabelledText
from nomen.training.generation.layout import prefixed, wrapped
from nomen.training.generation.page import Page
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import Cast, write
from nomen.training.generation.written.bodies import paragraphs
from nomen.training.generation.written.headers import drawn_party, write_headers

_NARROWEST, _WIDEST = 30, 78
_NAMELESS = 0.2
_QUOTE_MARKS = ("> ", "> ", "> ", ">", "| ", ": ", ">> ", "  > ")
_RULES = ("--", "-- ", "---", "____________", "*****", "==========", "")


def write_message(page: Page, world: World) -> None:
    """Write one message with its headers."""
    cast = Cast(world)
    write_headers(page, world, cast).write("\n").add(_letter(world, cast))


def write_headless_message(page: Page, world: World) -> None:
    """Write one message without headers."""
    page.add(_letter(world, Cast(world)))


def write_quoting_thread(page: Page, world: World) -> None:
    """Write an answer above the message that it answers, which is quoted, down to three deep."""
    cast = Cast(world)
    if world.chance(0.5):
        write_headers(page, world, cast).write("\n")
    page.add(_quoting(world, cast, world.random.randint(1, 3)))


def write_thread_with_headers(page: Page, world: World) -> None:
    """Write messages one under the other, each with its headers."""
    cast = Cast(world)
    if world.chance(0.5):
        write_headers(page, world, cast).write("\n")
    page.add(_letter(world, cast))
    for turn in range(world.random.randint(1, 3)):
        cast = cast.turned(*((1, 0) if turn % 2 else (1, 2)))
        page.write("\n\n").add(_under_a_rule(world, cast))


def write_header_alone(page: Page, world: World) -> None:
    """Write headers without a message."""
    write_headers(page, world, Cast(world))


def write_recipients(page: Page, world: World) -> None:
    """Write a line or two of recipients."""
    party, form = drawn_party(world)
    gap = world.choose("; ", ";", ", ", "\n", ";\n", "; \n", "\t")
    for number, person in enumerate(world.people(1, 12)):
        page.write(gap if number else world.choose("", "To: ", "Cc: ", "cc ", "Bcc: "))
        party(page, person, form, world)


def write_signature(page: Page, world: World) -> None:
    """Write the end of a message alone."""
    page.add(_ending(world, Cast(world)))


def _under_a_rule(world: World, cast: Cast) -> LabelledText:
    """Write a message with its headers under a line that parts it from its answer, or inset."""
    page = Page()
    if world.chance(0.8):
        write(page, "forwarded", world, cast).write("\n")
    write_headers(page, world, cast).write("\n").add(_letter(world, cast))
    message = page.finish()
    return prefixed(message, world.choose("\t", "    ", "> ")) if world.chance(0.2) else message


def _quoting(world: World, cast: Cast, depth: int) -> LabelledText:
    page = Page().add(_letter(world, cast))
    if depth:
        answered = cast.turned(1, 0, 2, 3)
        quoted = prefixed(_quoting(world, answered, depth - 1), world.random.choice(_QUOTE_MARKS))
        write(page.write("\n\n"), "wrote", world, answered)
        page.write("\n" if world.chance(0.8) else "\n\n").add(quoted)
    return page.finish()


def _letter(world: World, cast: Cast) -> LabelledText:
    """Write greeting, body and ending of a message, often wrapped."""
    page = Page()
    gap = "\n\n" if world.chance(0.7) else "\n"
    if world.chance(0.8):
        write(page, "greeting", world, cast).write(gap)
    page.add(paragraphs(world, cast, key="plain" if world.chance(_NAMELESS) else "told"))
    if world.chance(0.1):
        write(page.write(" "), "inline_end", world, cast)
    elif world.chance(0.85):
        page.write(gap).add(_ending(world, cast))
    message = page.finish()
    width = world.random.randint(_NARROWEST, _WIDEST)
    return wrapped(message, width) if world.chance(0.6) else message


def _ending(world: World, cast: Cast) -> LabelledText:
    page = Page()
    if world.chance(0.8):
        write(page, "signoff", world, cast)
        page.write(world.choose("\n", "\n", "\n\n", " "))
    write(page, "signed_line", world, cast)
    if world.chance(0.5):
        _write_footer(page.write("\n" if world.chance(0.6) else "\n\n"), world, cast)
    return page.finish()


def _write_footer(page: Page, world: World, cast: Cast) -> None:
    page.write(world.random.choice(_RULES) + "\n")
    if world.chance(0.6):
        write(page, "degreed", world, cast).write("\n")
    for _ in range(world.random.randint(1, 5)):
        write(page, "footer", world, cast).write("\n")
    if world.chance(0.2):
        write(page.write("\n"), "disclaimer", world, cast)


GENRES: dict[str, Genre] = {
    "message": write_message,
    "headless message": write_headless_message,
    "quoting thread": write_quoting_thread,
    "thread with headers": write_thread_with_headers,
    "mail headers": write_header_alone,
    "recipients": write_recipients,
    "signature": write_signature,
}
