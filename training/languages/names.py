"""Names of each language, to stand in texts of another one."""

from pathlib import Path

import numpy as np

from nomen.model.languages.letters import CodeArray, fold, script_table


def read_names(folder: Path) -> dict[int, list[CodeArray]]:
    """Read lists of names as given and family name together, by their script.

    Args:
        folder: Has LANGUAGE.given.txt and LANGUAGE.family.txt.

    Returns:
        Codes of the names by the place of their script in `script_table()`; none where the folder
        has none.
    """
    table, _ = script_table()
    found: dict[int, list[CodeArray]] = {}
    for path in sorted(folder.glob("*.given.txt")):
        given = path.read_text(encoding="utf-8").split("\n")
        family_path = path.with_name(path.name.replace(".given.", ".family."))
        family = family_path.read_text(encoding="utf-8").split("\n") if family_path.exists() else []
        for k, name in enumerate(given):
            last = family[k * 7 % len(family)] if family else ""
            codes = fold(f"{name.strip()} {last.strip()}".strip())
            if len(codes):
                script = int(np.bincount(table[codes]).argmax())
                found.setdefault(script, []).append(codes)
    return found
