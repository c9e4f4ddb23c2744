from pathlib import Path

import numpy as np

from nomen.model.languages.letters import BLANK, fold, script_table
from nomen.training.languages.crops import Batch, Crops
from nomen.training.languages.names import read_names
from nomen.training.languages.recipe import Optimisation
from nomen.training.languages.texts import read_texts
from tests.training.languages.small_texts import RECIPE, WORDS

LANGUAGES = sorted(WORDS)


def crops_of(folder: Path, settings: Optimisation) -> Crops:
    texts = read_texts(RECIPE, folder, None)
    return Crops(
        [texts[language].train for language in LANGUAGES],
        [RECIPE.share_of(language) for language in LANGUAGES],
        names=read_names(folder / "names"),
        settings=settings,
    )


def draw(folder: Path, **settings: float) -> list[Batch]:
    chosen = {"batch_size": 64, "name_share": 0.0, "plain_share": 0.0} | settings
    return list(crops_of(folder, Optimisation.model_validate(chosen)).batches(8, seed=2))


def letters(batch: Batch, row: int) -> str:
    return "".join(chr(code) if code != BLANK else " " for code in batch.codes[row])


def test_languages_are_written_in_scripts(folder: Path) -> None:
    allowed = crops_of(folder, Optimisation()).allowed
    _, names = script_table()
    of = {
        name: [LANGUAGES[k] for k in row.nonzero()[0]]
        for name, row in zip(names, allowed, strict=True)
        if row.any()
    }
    assert of == {"Latin": ["fi", "nb", "tr"], "Cyrillic": ["ru", "uk"], "Greek": ["el"]}


def test_texts_are_words_of_their_language(folder: Path) -> None:
    for batch in draw(folder, shortest=30, longest=40):
        for row, label in enumerate(batch.languages):
            words = letters(batch, row).split()[:-1]
            own = {*WORDS[LANGUAGES[label]], "mikko", "minä", "tuli"}
            assert set(words) <= {word.lower() for word in own}


def test_a_language_alone_in_its_script_is_not_drawn(folder: Path) -> None:
    drawn = {LANGUAGES[label] for batch in draw(folder) for label in batch.languages}
    assert drawn == {"fi", "nb", "tr", "ru", "uk"}


def test_served_languages_are_drawn_more_often(folder: Path) -> None:
    labels = np.concatenate([batch.languages for batch in draw(folder)])
    counts = dict(zip(LANGUAGES, np.bincount(labels, minlength=len(LANGUAGES)), strict=True))
    assert counts["nb"] > counts["tr"] > 0


def test_nothing_stands_after_a_texts_end(folder: Path) -> None:
    for batch in draw(folder, shortest=20, longest=60):
        for row, length in enumerate(batch.lengths):
            assert (batch.codes[row, length:] == BLANK).all()
            assert length <= batch.codes.shape[1]


def test_names_of_others_stand_in_texts(folder: Path) -> None:
    batches = draw(folder, shortest=60, longest=61, name_share=1.0)
    cyrillic = script_table()[1].index("Cyrillic")
    found = [
        "олег" in letters(batch, row)
        for batch in batches
        for row in (batch.scripts == cyrillic).nonzero()[0]
    ]
    assert sum(found) > len(found) / 2


def test_marks_are_left_out_of_plain_texts(folder: Path) -> None:
    batch = draw(folder, shortest=60, longest=61, plain_share=1.0)[0]
    assert not set("äöğçş") & set("".join(letters(batch, k) for k in range(len(batch.codes))))
    assert set(fold("й").tolist()) == {ord("й")}


def test_the_same_seed_draws_the_same_texts(folder: Path) -> None:
    first, second = draw(folder, name_share=0.5), draw(folder, name_share=0.5)
    assert all(np.array_equal(a.codes, b.codes) for a, b in zip(first, second, strict=True))
