from pathlib import Path

from nomen.training.data.names.listed_name import ListedName
from nomen.training.data.names.own_names import read_own_names

LIST = """
[[people]]
countries = ["AA", "BB"]
women = "Una, Oda Lin"
all = "Kim"
surnames = "Ferro"
"""


def test_a_people_gives_its_names_to_each_of_its_countries(tmp_path: Path) -> None:
    path = tmp_path / "names.toml"
    path.write_text(LIST, encoding="utf-8")
    of_one = [
        ("forename", "Una", "F"),
        ("forename", "Oda Lin", "F"),
        ("forename", "Kim", "F"),
        ("forename", "Kim", "M"),
        ("surname", "Ferro", None),
    ]
    assert [(n.country, n.kind, n.name, n.gender) for n in read_own_names(path)] == [
        (country, *rest) for country in ("AA", "BB") for rest in of_one
    ]


def test_each_line_names_a_person_once() -> None:
    names = list(read_own_names())
    assert len(names) == len(set(names))
    assert all(isinstance(name, ListedName) and name.name[0].isalpha() for name in names)
