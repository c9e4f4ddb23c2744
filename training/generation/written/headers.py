"""Headers: who sent a message to whom, as many mail programs write it."""

from collections.abc import Callable, Mapping, Sequence

from nomen.training.generation.forms import (
    FULL,
    INVERTED,
    LISTED,
    Form,
    chosen,
    surname_in_capitals_first,
    whole,
)
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.world import World
from nomen.training.generation.writing import Cast, write

Party = Callable[[Page, Person, Form, World], object]
"""Writes a sender or recipient, its name in a form that all of a header share."""

_KEYS = (
    *[("From", "To", "Cc", "Date", "Subject")] * 4,
    *[("From", "To", "Cc", "Sent", "Subject")] * 4,
    ("From", "To", "CC", "Sent", "Subject"),
    ("from", "to", "cc", "date", "subject"),
    ("FROM", "TO", "CC", "DATE", "SUBJECT"),
    ("FROM", "TO", "THRU", "DATE", "RE"),
    ("X-From", "X-To", "X-cc", "Date", "Subject"),
    ("Sender", "Recipient", "Copy", "Received", "Title"),
    ("Von", "An", "Cc", "Gesendet", "Betreff"),
    ("De", "À", "Cc", "Envoyé", "Objet"),
    ("De", "Para", "CC", "Enviado", "Asunto"),
    ("Da", "A", "Cc", "Data", "Oggetto"),
    ("Fra", "Til", "Kopi", "Sendt", "Emne"),
    ("Author", "Reviewer", "Copied", "Date", "Summary"),
    ("Organizer", "Required", "Optional", "When", "Subject"),
)
_COLONS = (": ", ": ", ": ", ": ", ":\t", ":", " : ", ":  ", ": \t")
_WITH_MORE = 0.2
_GROUPS = ("department", "mailbox", "firm", "institution")


def write_headers(page: Page, world: World, cast: Cast) -> Page:
    """Write the header lines of a message from person 0 to person 1 and others."""
    sender, to, copied, sent, subject = world.random.choice(_KEYS)
    colon = world.random.choice(_COLONS)
    party, form = drawn_party(world)
    fields: dict[str, Callable[[], object]] = {
        sender: lambda: party(page, cast[0], form, world),
        sent: lambda: page.write(world.things.draw("mail_date")),
        to: lambda: _write_parties(page, _recipients(world, cast, 1), party, form, world),
        copied: lambda: _write_parties(page, _copied(world, cast), party, form, world),
        subject: lambda: write(page, "subject", world, cast),
    }
    _write_fields(page, _in_order(fields, world), colon)
    if world.chance(_WITH_MORE):
        for _ in range(world.random.randint(1, 4)):
            write(page, "header_extra", world, cast).write("\n")
    return page


def _in_order(
    fields: Mapping[str, Callable[[], object]], world: World
) -> list[tuple[str, Callable[[], object]]]:
    sender, sent, to, copied, subject = fields.items()
    kept = [to, copied] if world.chance(0.35) else [to]
    after = [sent, *kept, subject] if world.chance(0.6) else [subject, sent, *kept]
    return [sender, *after] if world.chance(0.8) else [sent, sender, *kept, subject]


def _write_fields(
    page: Page, fields: Sequence[tuple[str, Callable[[], object]]], colon: str
) -> None:
    for key, write_value in fields:
        page.write(key + colon)
        write_value()
        page.write("\n")


def _recipients(world: World, cast: Cast, first: int) -> list[Person]:
    count = 1 if world.chance(0.6) else world.random.randint(2, 7)
    return [cast[number] for number in range(first, first + count)]


def _copied(world: World, cast: Cast) -> list[Person]:
    return _recipients(world, cast, 2) if world.chance(0.85) else []


def _write_parties(
    page: Page, persons: Sequence[Person], party: Party, form: Form, world: World
) -> None:
    """Write recipients, wrapped or not, a group of people among them now and then."""
    gap = world.random.choice(("; ", "; ", ", ", ";", "; ", ",\n    ", ";\n\t", ", \n "))
    for number, person in enumerate(persons):
        page.write(gap if number else "")
        party(page, person, form, world)
        if world.chance(0.05):
            page.write(gap + world.things.draw(world.random.choice(_GROUPS)))


def drawn_party(world: World) -> tuple[Party, Form]:
    """Draw how a header writes parties, and in which form their names."""
    inverts = world.chance(0.45)
    form = chosen(INVERTED if inverts else FULL, world.random)
    if world.chance(0.05):
        form = surname_in_capitals_first
    parties = _INVERTED_PARTIES if inverts else _PARTIES
    return world.random.choice(parties), form


def _plain(page: Page, person: Person, form: Form, _: World) -> None:
    page.name(form(person))


def _around(before: str, between: str, after: str) -> Party:
    """Write a name, then the address in signs of its own."""

    def write_party(page: Page, person: Person, form: Form, world: World) -> None:
        address = world.things.email(person.forename, person.surname)
        page.write(before).name(form(person)).write(between + address + after)

    return write_party


def _address(page: Page, person: Person, _: Form, world: World) -> None:
    page.write(world.things.email(person.forename, person.surname))


def _address_first(page: Page, person: Person, form: Form, world: World) -> None:
    _address(page, person, form, world)
    page.write(" (").name(form(person)).write(")")


def _quoted(page: Page, person: Person, form: Form, world: World) -> None:
    quote = world.choose("'", '"')
    page.write(quote).name(form(person)).write(quote)


def _with_unit(page: Page, person: Person, form: Form, world: World) -> None:
    units = "/".join(world.things.draw("A3") for _ in range(world.random.randint(1, 2)))
    page.name(form(person)).write(f"/{units}")
    if world.chance(0.5):
        page.write("@" + world.things.draw("A3"))


def _at_unit(page: Page, person: Person, form: Form, world: World) -> None:
    page.name(form(person)).write("@" + world.things.draw(world.choose("A3", "A4", "firm")))


def _with_department(page: Page, person: Person, form: Form, world: World) -> None:
    opening, closing = world.random.choice(("()", "[]"))
    key = world.choose("department", "firm", "city", "plain_job", "A3")
    page.name(form(person)).write(f" {opening}{world.things.draw(key)}{closing}")


def _with_directory_path(page: Page, person: Person, form: Form, world: World) -> None:
    handle = world.things.handle(person.forename, person.surname).upper()
    unit = world.things.draw("A3")
    page.name(form(person)).write(f" </O={unit}/OU=NA/CN=RECIPIENTS/CN={handle}>")


def _whole_or_address(page: Page, person: Person, form: Form, world: World) -> None:
    party = world.random.choice((_plain, _address, _around("", " <", ">")))
    party(page, person, form, world)


def _from_any_list(page: Page, person: Person, _: Form, world: World) -> None:
    page.name(chosen(LISTED, world.random)(person))


def _forename_alone(page: Page, person: Person, form: Form, world: World) -> None:
    _around("", " <", ">")(page, person, whole if form is whole else lambda p: p.forename, world)


_INVERTED_PARTIES: Sequence[Party] = (
    *(_plain, _plain, _plain, _quoted, _with_unit, _with_department, _with_directory_path),
    *(_with_department, _with_directory_path),
    *(_around('"', '" <', ">"), _around('"', '" <', ">"), _around("", " <", ">")),
    *(_around("", " [", "]"), _around("", " [mailto:", "]"), _around("'", "' <", ">")),
)
_PARTIES: Sequence[Party] = (
    *(_plain, _plain, _quoted, _with_unit, _with_department, _with_directory_path, _at_unit),
    *(_around("", " <", ">"), _around("", " <", ">"), _around("", " <", ">")),
    *(_around('"', '" <', ">"), _around("", " <mailto:", ">"), _around("", " [mailto:", "]")),
    *(_around("", " (", ")"), _around("", " - ", ""), _around("", "<", ">")),
    *(_address_first, _address_first, _whole_or_address, _address, _from_any_list),
    _forename_alone,
)
