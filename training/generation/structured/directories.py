"""Directories: entries of address books as vCards, LDIF, GEDCOM, phone books and staff lists."""

from collections.abc import Mapping, Sequence

from nomen.training.generation.forms import FULL, INVERTED, LISTED, chosen, with_middle
from nomen.training.generation.page import Page
from nomen.training.generation.persons import Person
from nomen.training.generation.things import as_ascii
from nomen.training.generation.titles import write_titled
from nomen.training.generation.world import Genre, World
from nomen.training.generation.writing import repeated


def vcard(page: Page, world: World) -> None:
    """Write vCards, in which `N` parts surname and forenames."""
    for person in world.people(1, 3):
        page.write(f"BEGIN:VCARD\nVERSION:{world.choose('2.1', '3.0', '4.0')}\n")
        lines = [_structured_name, _formatted_name, *world.random.sample(_VCARD_THINGS, 4)]
        if world.chance(0.4):
            world.random.shuffle(lines)
        for line in lines:
            line(page, person, world)
        page.write("END:VCARD\n")


def _structured_name(page: Page, person: Person, world: World) -> None:
    charset = world.choose("", "", ";CHARSET=UTF-8", ";LANGUAGE=en")
    page.write(f"N{charset}:").name(person.surname).write(";").name(person.forename).write(";")
    if person.middle:
        page.name(person.middle)
    page.write(";" + world.choose("", world.things.draw("title_word")) + ";\n")


def _formatted_name(page: Page, person: Person, world: World) -> None:
    page.write("FN:")
    write_titled(page, chosen(FULL, world.random)(person), world.random, share=0.15)
    page.write("\n")


def _vcard_email(page: Page, person: Person, world: World) -> None:
    page.write(f"EMAIL;TYPE=INTERNET:{world.things.email(person.forename, person.surname)}\n")


def _vcard_nickname(page: Page, person: Person, _world: World) -> None:
    page.write("NICKNAME:").name(person.nickname).write("\n")


def _vcard_phone(page: Page, _person: Person, world: World) -> None:
    page.write(f"TEL;TYPE={world.choose('WORK', 'CELL', 'HOME')},VOICE:{world.things.phone()}\n")


def _vcard_firm(page: Page, _person: Person, world: World) -> None:
    page.write(f"ORG:{world.things.firm()};{world.things.department()}\n")


def _vcard_job(page: Page, _person: Person, world: World) -> None:
    page.write(f"TITLE:{world.things.job()}\n")


def _vcard_address(page: Page, _person: Person, world: World) -> None:
    draw = world.things.draw
    page.write(
        f"ADR;TYPE=HOME:;;{draw('1-99')} {draw('street')};{draw('city')};;{draw('postcode')};"
    )
    page.write(draw("country") + "\n")


def _vcard_note(page: Page, _person: Person, world: World) -> None:
    page.write(f"NOTE:{world.things.remark()}\n")


_VCARD_THINGS = (
    *(_vcard_email, _vcard_nickname, _vcard_phone, _vcard_firm, _vcard_job, _vcard_address),
    _vcard_note,
)


def ldif(page: Page, world: World) -> None:
    """Write entries of LDAP directories; the keys come in any order and case."""
    lower = world.chance(0.5)
    base = ",".join(f"dc={part}" for part in world.things.domain().split("/")[0].split("."))
    for person in world.people(1, 3):
        lines = _ldif_lines(world, person)
        world.random.shuffle(lines)
        uid = world.things.handle(person.forename, person.surname)
        page.write("dn: ")
        if world.chance(0.5):
            page.write("cn=").name(person.whole)
        else:
            page.write(f"uid={uid}")
        page.write(f",ou={world.things.department()},{base}\n")
        for key, value, is_name in lines[: world.random.randint(4, len(lines))]:
            page.write((key.lower() if lower else key) + ": ")
            if value:
                (page.name if is_name else page.write)(value)
            page.write("\n")
        page.write("\n")


def _ldif_lines(world: World, person: Person) -> list[tuple[str, str, bool]]:
    things = world.things
    form = chosen(LISTED, world.random)
    return [
        ("cn", form(person) if world.chance(0.5) else person.whole, True),
        ("name", form(person), True),
        ("middleName", person.middle, True),
        ("mailNickname", things.handle(person.forename, person.surname), False),
        ("personalTitle", things.draw("title_word"), False),
        ("company", things.firm(), False),
        ("co", things.country(), False),
        ("memberOf", f"CN={things.department()},OU=Groups", False),
        ("sn", person.surname, True),
        ("givenName", person.forename, True),
        ("displayName", form(person), True),
        ("gecos", with_middle(person), True),
        ("initials", person.initials(stop=""), True),
        ("manager", f"uid={things.handle()},ou=people", False),
        ("secretary", chosen(FULL, world.random)(world.person()), True),
        ("objectClass", world.choose("person", "inetOrgPerson", "top", "user"), False),
        ("mail", things.email(person.forename, person.surname), False),
        ("uid", things.handle(person.forename, person.surname), False),
        ("telephoneNumber", things.phone(), False),
        ("title", things.job(), False),
        ("ou", things.department(), False),
        ("l", things.city(), False),
        ("o", things.firm(), False),
        ("street", things.street(), False),
        ("employeeNumber", things.identifier(), False),
        ("description", things.remark(), False),
        ("roomNumber", things.draw("1-400"), False),
    ]


def phone_book(page: Page, world: World) -> None:
    """Write names with numbers, sorted by surname, firms among them."""
    form = chosen(INVERTED if world.chance(0.6) else LISTED, world.random)
    gap = world.choose(" ", "  ", " .......... ", "\t", ", ", " - ", ": ")
    persons = sorted(world.people(3, 10), key=lambda person: as_ascii(person.surname))
    for person in persons:
        if world.chance(0.15):
            page.write(f"{world.things.firm()}{gap}{world.things.phone()}\n")
        page.name(form(person))
        page.write(
            f"{gap}{world.things.street()} {world.things.draw('1-99')}" if world.chance(0.2) else ""
        )
        page.write(f"{gap}{world.things.phone()}\n")


def staff_list(page: Page, world: World) -> None:
    """Write the people of departments with their jobs."""
    forms = world.random.choice((LISTED, FULL, FULL, INVERTED))
    form = chosen(forms, world.random)
    gap = world.choose(", ", " - ", "\n", "\t", " (", ": ", " | ", " – ")
    is_job_first = world.chance(0.25) and gap != " ("
    closing = ")" if gap == " (" else ""
    for _ in range(world.random.randint(1, 3)):
        page.write(world.things.department() + world.choose(":\n", "\n", "\n\n"))
        for person in world.people(1, 5):
            page.write(f"{world.things.job()}{gap}" if is_job_first else "")
            write_titled(page, form(person), world.random, share=0.1)
            page.write("" if is_job_first else f"{gap}{world.things.job()}{closing}")
            page.write(f"{gap}{world.things.phone()}" if world.chance(0.2) and not closing else "")
            page.write("\n")
        page.write("\n")


def name_list(page: Page, world: World) -> None:
    """Write names alone, one a line or in one line, with numbers or marks before them."""
    form = chosen(world.random.choice((LISTED, FULL, INVERTED)), world.random)
    persons: Sequence[Person] = world.people(2, 12)
    between = world.choose("\n", "\n", "\n", ", ", "; ", " | ", "\n\n", " · ", " / ", " and ")
    if between in {", ", " and "}:
        form = chosen(FULL, world.random)
    mark = world.choose("", "", "- ", "* ", "• ", "{n}. ", "{n}) ", "#{n} ", "[ ] ", "@ ")
    page.write(world.things.heading() + "\n" if world.chance(0.4) else "")
    for number, person in enumerate(persons, 1):
        page.write(between if number > 1 else "")
        page.write(mark.replace("{n}", str(number)) if "\n" in between else "")
        page.name(form(person))


GENRES: Mapping[str, Genre] = {
    "accounts": repeated("account", fewest=1, most=3, between=("\n", "\n\n")),
    "vcard": vcard,
    "ldif": ldif,
    "phone book": phone_book,
    "staff list": staff_list,
    "name list": name_list,
}
