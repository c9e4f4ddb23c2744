from nomen.training.generation.written.hearings import GENRES
from tests.training.generation.made_world import made_page, names_of

PAGES = [made_page(GENRES["hearing"], seed) for seed in range(150)]


def test_speakers_are_surnames_in_capitals_or_not() -> None:
    assert any(page.text.startswith("ZHAO:") and page.names[0] == (0, 4) for page in PAGES)
    assert any(page.text.startswith("Ibarra:") and page.names[0] == (0, 6) for page in PAGES)


def test_the_office_before_a_surname_is_outside_the_name() -> None:
    titled = [page for page in PAGES if "Justice " in page.text or "JUSTICE " in page.text]

    assert titled
    assert not [name for page in PAGES for name in names_of(page) if "justice" in name.lower()]


def test_parties_of_a_case_are_two_names() -> None:
    names = {name for page in PAGES for name in names_of(page)}

    assert any(" v. " in page.text for page in PAGES)
    assert not [name for name in names if " v. " in name]
