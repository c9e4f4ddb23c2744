"""The card of an identifier: what it tells, how well, and what it was trained on."""

from nomen.model.languages.files import LanguagesManifest
from nomen.training.languages.measurement import Measured, tables_of
from nomen.training.languages.recipe import LanguagesRecipe

_HEAD = """# {name} {version}

Tells the language of a text. Where one language is written in a script, the script decides. Else a
recurrent network over characters reads the text and gives one probability for each language that
is written in its script. It knows {num} languages.

- Input: up to 192 characters; of longer texts their start, middle and end. From 64 characters on,
  it reads at every second place.
- Output: a BCP 47 primary tag with a calibrated probability; `und` where neither the likeliest
  language nor those close to it reach {threshold}.
- Close to each other, and hard to tell apart: {close}.
- Names of persons and places from elsewhere mislead it in texts of a few words.

## Accuracy

In points. Texts are whole words cut from lines that were not trained on. `language`: the tag is
right. `bundle`: what serves the tag is right. `und`: no language was told. These are means over the
served languages. `others told` is the share of texts in other languages that are told to be
unserved. Served are {served}.

{tables}
## Texts

Raw texts of each language, and sentences of corpora whose licences are open: {corpora}. English
from raw texts: {english}. A checksum of a line says whether it is trained on or measured.
"""


def write_card(manifest: LanguagesManifest, measured: Measured, recipe: LanguagesRecipe) -> str:
    """Give the card in Markdown."""
    tables = ("\n".join([*table.markdown(), ""]) for table in tables_of(measured))
    corpora = (name for names in recipe.sentences.values() for name in names)
    return _HEAD.format(
        name=manifest.name,
        version=manifest.version,
        num=len(manifest.languages),
        threshold=manifest.threshold,
        close="; ".join(" ".join(group) for group in manifest.close),
        served="; ".join(f"`{name}`: {' '.join(each)}" for name, each in recipe.bundles.items()),
        tables="\n".join(tables),
        corpora=", ".join(corpora),
        english=", ".join(recipe.english),
    )
