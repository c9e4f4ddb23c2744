import hashlib
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from nomen.training.data.readers import read_sentences
from nomen.training.data.registry import (
    Corpus,
    Split,
    find_corpus,
    find_split,
    load_split,
    read_split,
    registry,
    sets_of_languages,
    split_path,
    split_state,
)
from nomen.training.errors import CorpusError

FACTS: dict[str, Any] = {
    "name": "own",
    "licence_class": "open",
    "licence": "CC0",
    "repository": "nobody/own",
    "commit": "0123456789",
    "description": "Own sentences",
    "harmonisation": "none",
    "sha256": {"train": hashlib.sha256(b"Ada\tB-PER\n\n").hexdigest()},
    "files": {"train": "own.txt"},
}

# Sentences, tokens and names of each split, as the table of the corpora's README has them.
COUNTS: list[tuple[str, Split, tuple[int, int, int]]] = [
    ("wnut17", "train", (3_394, 62_730, 660)),
    ("wnut17", "dev", (1_009, 15_733, 470)),
    ("wnut17", "test", (1_287, 23_394, 429)),
    ("btc_nohandle", "train", (5_338, 85_480, 1_608)),
    ("btc_nohandle", "dev", (2_000, 29_476, 421)),
    ("tweebank_ner", "train", (1_639, 24_753, 360)),
    ("tweebank_ner", "dev", (710, 11_759, 144)),
    ("litbank_prop", "train", (7_051, 168_657, 2_139)),
    ("litbank_prop", "dev", (697, 21_018, 251)),
    ("gum_named", "train", (7_425, 129_805, 1_901)),
    ("gum_named", "dev", (1_022, 18_432, 179)),
    ("crossner_politics", "train", (200, 8_384, 373)),
    ("crossner_politics", "dev", (541, 24_624, 697)),
    ("crossner_science", "train", (200, 7_100, 224)),
    ("crossner_science", "dev", (450, 16_139, 481)),
    ("crossner_music", "train", (100, 3_909, 119)),
    ("crossner_music", "dev", (380, 15_591, 537)),
    ("crossner_literature", "train", (100, 3_782, 181)),
    ("crossner_literature", "dev", (400, 14_503, 738)),
    ("crossner_ai", "train", (100, 3_782, 60)),
    ("crossner_ai", "dev", (350, 10_919, 183)),
    ("uner_en_ewt", "dev", (2_001, 25_149, 343)),
    ("docred", "train", (7_311, 182_094, 4_306)),
    ("docred", "dev", (765, 18_505, 478)),
    ("nlu_home", "train", (7_281, 48_497, 322)),
    ("nlu_home", "dev", (810, 5_583, 55)),
    ("hipe_ajmc_en", "train", (1_154, 30_932, 618)),
    ("hipe_ajmc_en", "dev", (252, 6_506, 130)),
    ("conll2003", "train", (14_041, 203_621, 6_600)),
    ("conll2003", "dev", (3_250, 51_362, 1_842)),
    ("conll2003", "test", (3_453, 46_435, 1_617)),
    ("worldwide_newswire", "train", (11_833, 485_514, 8_005)),
    ("worldwide_newswire", "dev", (2_384, 91_309, 1_648)),
    ("wnut16", "train", (2_394, 46_469, 449)),
    ("wnut16", "dev", (1_000, 16_261, 171)),
    ("mit_movie_lower", "train", (3_750, 31_817, 1_756)),
    ("gmb", "train", (38_367, 839_233, 13_670)),
    ("gmb", "dev", (4_796, 105_396, 1_669)),
    ("wikiann_en", "train", (20_000, 160_394, 9_164)),
]


def test_every_split_of_the_registry_has_known_counts() -> None:
    known = {(name, split) for name, split, _ in COUNTS}
    assert known == {(c.name, split) for c in registry().values() for split in c.sha256}


@pytest.mark.slow
@pytest.mark.parametrize(("name", "split", "counts"), COUNTS)
def test_each_corpus_reads_strictly_and_whole(
    corpora: Path, name: str, split: Split, counts: tuple[int, int, int]
) -> None:
    sentences = read_sentences(split_path(find_corpus(name), split, corpora))
    num_tokens = sum(len(sentence.tokens) for sentence in sentences)
    num_names = sum(len(sentence.names) for sentence in sentences)
    assert (len(sentences), num_tokens, num_names) == counts


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "split", "num_names"),
    [
        ("gmb", "train", 13_195),
        ("gmb", "dev", 1_609),
        ("litbank_prop", "train", 2_127),
        ("litbank_prop", "dev", 248),
        ("conll2003", "dev", 1_842),
    ],
)
def test_a_loaded_split_is_checked_and_harmonised(
    corpora: Path, name: str, split: Split, num_names: int
) -> None:
    loaded = load_split(name, split, corpora)
    assert sum(len(sentence.names) for sentence in loaded) == num_names


@pytest.mark.parametrize(("harmonisation", "name"), [("none", (0, 2)), ("strip_titles", (1, 2))])
def test_titles_are_stripped_where_the_registry_says_so(
    tmp_path: Path, harmonisation: str, name: tuple[int, int]
) -> None:
    content = b"Mrs.\tB-PER\nStone\tI-PER\nspoke\tO\n\n"
    digest = {"train": hashlib.sha256(content).hexdigest()}
    corpus = Corpus(**FACTS | {"harmonisation": harmonisation, "sha256": digest})
    path = split_path(corpus, "train", tmp_path)
    path.parent.mkdir()
    path.write_bytes(content)
    assert [sentence.names for sentence in read_split(corpus, "train", tmp_path)] == [(name,)]


@pytest.mark.parametrize(
    ("content", "state"), [(b"Ada\tB-PER\n\n", "ok"), (b"Ada\tO\n\n", "differs"), (None, "absent")]
)
def test_the_state_of_a_split_tells_whether_it_is_the_registered_file(
    tmp_path: Path, content: bytes | None, state: str
) -> None:
    corpus = Corpus(**FACTS)
    path = split_path(corpus, "train", tmp_path)
    if content is not None:
        path.parent.mkdir()
        path.write_bytes(content)
    assert split_state(corpus, "train", tmp_path) == state


@pytest.mark.parametrize(
    ("name", "split", "message"),
    [
        ("nobody", "train", "no corpus of that name; expected one of btc_nohandle, conll2003"),
        ("uner_en_ewt", "train", "uner_en_ewt has no train split; it has dev"),
        ("wnut16", "dev", "not at hand; see `nomen-train corpora`, set NOMEN_CORPORA"),
        ("wnut16", "train", "sha256 is not the registered one"),
    ],
)
def test_a_split_that_cannot_be_loaded_is_refused_in_one_line(
    tmp_path: Path, name: str, split: Split, message: str
) -> None:
    (tmp_path / "wnut16").mkdir()
    (tmp_path / "wnut16" / "train.conll").write_text("Ada\tB-PER\n")
    with pytest.raises(CorpusError, match=message):
        load_split(name, split, tmp_path)


@pytest.mark.parametrize(
    "wrong",
    [
        {"files": {}},
        {"needs": "a converter"},
        {"files": {"dev": "own.txt"}},
        {"commit": "main"},
        {"sha256": {"train": "0"}},
        {"columns": {"scheme": "unknown"}},
    ],
)
def test_wrong_facts_about_a_corpus_are_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Corpus(**FACTS | wrong)


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("wnut16/dev", ("wnut16", "dev")),
        ("wnut16/validation", None),
        ("wnut16", None),
        ("nobody/dev", None),
        ("corpora/wnut16/dev", None),
    ],
)
def test_a_split_is_looked_up_by_corpus_and_split(
    name: str, found: tuple[str, Split] | None
) -> None:
    known = find_split(name)
    assert (known and (known[0].name, known[1])) == found


def test_the_sets_of_a_language_are_those_at_hand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NOMEN_LANGUAGES", str(tmp_path))
    for name in ("zh_cluener/train", "zh_weibo/dev", "zh_weibo/train", "sv_klintan/dev"):
        path = tmp_path / "ner" / f"{name}.conll"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch()

    found = ["sv_klintan/dev", "zh_cluener/train", "zh_weibo/dev"]
    assert sets_of_languages([], tmp_path) == found
    assert sets_of_languages(["zh"], tmp_path) == found[1:]
