from nomen.model.long_documents.routes import PartRoute, SectionRoute
from nomen.model.reading import Passage, Routing

FIRST = Routing.of(
    [Passage(0, 2, 0, 8, 0, "en"), Passage(2, 4, 8, 16, 1, "vi", is_served=False)], ""
)
SECOND = Routing.of([Passage(0, 3, 0, 12, 0, "en")], "")
TEXT = "one mot hai ba four"


def test_a_section_has_pieces_of_the_routes_of_its_parts() -> None:
    parts = [PartRoute(-1, -4, FIRST), PartRoute(3, 12, SECOND)]

    routing = SectionRoute(parts, text=TEXT, num_tokens=5)()

    assert [each[:5] for each in routing.passages] == [
        (0, 1, 0, 4, 0),
        (1, 3, 4, 12, 1),
        (3, 5, 12, 19, 0),
    ]
    assert (routing.language, routing.unsupported) == ("en", {"vi": 6})


def test_blanks_at_the_end_have_the_route_of_the_part_before_them() -> None:
    routing = SectionRoute([PartRoute(-4, -16, FIRST)], text="\n", num_tokens=0)()

    assert (routing.language, routing.readers, routing.unsupported) == ("vi", [1], {"vi": 0})


def test_a_route_that_is_found_out_late_is_asked_once_and_only_when_it_is_needed() -> None:
    asked: list[str] = []

    def find_out() -> Routing:
        asked.append("asked")
        return SECOND

    route = SectionRoute([PartRoute(0, 0, find_out)], text=TEXT, num_tokens=3)

    assert asked == []
    assert route() is route()
    assert asked == ["asked"]
