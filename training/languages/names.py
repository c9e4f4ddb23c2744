"""Names of each language, to stand in texts of another one."""

from itertools import cycle
from pathlib import Path

from faker.providers.person.en_US import Provider

from nomen.model.languages.letters import CodeArray, fold, main_script

_STEP = 7
"""Between the family names of two neighbours: lists are sorted."""


def read_names(folder: Path) -> dict[int, list[CodeArray]]:
    """Read lists of names as given and family name together, with English ones of Faker.

    Args:
        folder: Has LANGUAGE.given.txt and LANGUAGE.family.txt.

    Returns:
        Codes of the names by the place of their script in `script_table()`; English ones alone
        where the folder has none.
    """
    names = [
        f"{given} {family}"
        for given, family in zip(Provider.first_names, cycle(Provider.last_names), strict=False)
    ]
    for path in sorted(folder.glob("*.given.txt")):
        families = _read_list(path.with_name(path.name.replace(".given.", ".family."))) or [""]
        names += [
            f"{given} {families[k * _STEP % len(families)]}".strip()
            for k, given in enumerate(_read_list(path))
        ]
    found: dict[int, list[CodeArray]] = {}
    for name in names:
        codes = fold(name)
        found.setdefault(main_script(codes), []).append(codes)
    return found


def _read_list(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines() if path.exists() else []
    return [line.strip() for line in lines if line.strip()]
