"""A folder of texts in three languages, made of a few words each, and a recipe for it."""

import random
from pathlib import Path

from nomen.training.languages.recipe import LanguagesRecipe, Optimisation, Sizes

_WORDS = {
    "nb": "og jeg ikke hvordan skal være etter bare mellom gjennom noen andre",
    "fi": "ja minä ei kuinka pitää olla jälkeen vain välissä läpi jotkut muut",
    "tr": "ve ben değil için olmak sonra sadece ancak içinden daha diğer",
    "ru": "и я не как должен быть после только между через некоторые другие",
    "uk": "\u0456 я не як повинен бути після лише між крізь деякі інші її",
    "el": "και εγώ δεν πώς πρέπει είναι μετά μόνο ανάμεσα μέσα μερικοί άλλοι",
}
WORDS = {language: words.split() for language, words in _WORDS.items()}
RECIPE = LanguagesRecipe(
    seed=3,
    bundles={"xx": ["nb", "fi", "ru"]},
    close=[["ru", "uk"]],
    sentences={"fi": ["fi_own"]},
    network=Sizes(dim=6, num_heads=2),
    optimisation=Optimisation(num_steps=40, batch_size=32, learning_rate=0.02, longest=80),
)


def write_texts(folder: Path) -> Path:
    """Write raw/, ner/ and names/ below a folder."""
    draws = random.Random(1)
    for name in ("raw", "names", "ner/fi_own"):
        (folder / name).mkdir(parents=True)
    for language, words in WORDS.items():
        lines = [" ".join(draws.choices(words, k=8)) + "." for _ in range(120)]
        (folder / "raw" / f"{language}.txt").write_text("\n".join(lines), encoding="utf-8")
    rows = "Minä\tO\n,\tO\nMikko\tB-PER\n\nMikko\tB-PER\ntuli\tO\n.\tO\n"
    (folder / "ner" / "fi_own" / "train.conll").write_text(rows, encoding="utf-8")
    (folder / "names" / "fi.given.txt").write_text("Mikko\nAino\n", encoding="utf-8")
    (folder / "names" / "fi.family.txt").write_text("Virtanen\n", encoding="utf-8")
    (folder / "names" / "ru.given.txt").write_text("Олег\n", encoding="utf-8")
    return folder
