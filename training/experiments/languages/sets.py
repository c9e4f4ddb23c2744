"""The dev sets of each language, and its train sentences."""

from collections.abc import Collection, Iterator, Mapping
from itertools import islice
from pathlib import Path

from nomen.training.data.labels import LabelledSentence
from nomen.training.data.registry import read_split, registry, split_state, stream_split
from nomen.training.errors import CorpusError

MOST_TRAIN = 5000
"""Sentences of each train split that are read at most."""

SetsByLanguage = Mapping[str, Mapping[str, list[LabelledSentence]]]
"""The sentences of each dev set, by language and by the set's name."""


def read_dev_sets(
    folder: Path, *, languages: Collection[str] = (), most: int = 1000
) -> SetsByLanguage:
    """Read the first sentences of every dev set that is at hand, by language.

    Args:
        folder: The folder of corpora, which the folder of languages stands beside.
        languages: Tags of the languages to read; all by default.
        most: Sentences of each set at most.

    Raises:
        CorpusError: When a file is not the registered one, or none is at hand.
    """
    found: dict[str, dict[str, list[LabelledSentence]]] = {}
    for corpus in registry().values():
        wanted = not languages or corpus.language in languages
        if not wanted or "dev" not in corpus.sha256:
            continue
        if split_state(corpus, "dev", folder) == "absent":
            continue
        sentences = read_split(corpus, "dev", folder)[:most]
        found.setdefault(corpus.language, {})[corpus.name] = sentences
    missing = sorted(set(languages) - set(found))
    if missing or not found:
        told = ", ".join(missing) or "any language"
        raise CorpusError(f"{folder}: expected dev sets of {told}; see `nomen-train corpora`")
    return {language: found[language] for language in sorted(found)}


def read_train(
    folder: Path, language: str, *, most: int = MOST_TRAIN
) -> Iterator[LabelledSentence]:
    """Read the first sentences of every train split of a language that is at hand, one by one.

    Args:
        folder: The folder of corpora, which the folder of languages stands beside.
        language: A tag of BCP 47.
        most: Sentences of each split at most.

    Raises:
        CorpusError: When a file is not the registered one.
    """
    for corpus in registry().values():
        if corpus.language != language or "train" not in corpus.sha256:
            continue
        if split_state(corpus, "train", folder) != "absent":
            found = stream_split(corpus, "train", folder)
            yield from islice((sentence for sentence in found if sentence is not None), most)
