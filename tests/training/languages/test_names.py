from pathlib import Path

from nomen.model.languages.letters import script_table
from nomen.training.languages.names import read_names


def written(folder: Path) -> dict[str, set[str]]:
    _, scripts = script_table()
    return {
        scripts[script]: {"".join(chr(c) if c > 1 else " " for c in codes) for codes in names}
        for script, names in read_names(folder).items()
    }


def test_names_are_given_and_family_name_by_script(folder: Path) -> None:
    names = written(folder / "names")
    assert {"mikko virtanen", "aino virtanen"} < names["Latin"]
    assert names["Cyrillic"] == {"олег"}


def test_english_names_need_no_folder(tmp_path: Path) -> None:
    assert len(written(tmp_path)["Latin"]) > 500
