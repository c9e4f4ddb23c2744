import random
from collections import Counter
from pathlib import Path

import pytest

from nomen.model.network.batching import cut_by_tokens
from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.data.labels import LabelledSentence
from nomen.training.fitting.batches import collate
from nomen.training.fitting.epochs import EpochDataset, EpochSource
from nomen.training.storage.stored_sentences import StoredSentences

CHANGES = Augmentation(join=0.3, block=0.2, typos=0.4, upper=0.2, thin=0.2)


def sentences(count: int) -> list[LabelledSentence]:
    return [
        LabelledSentence(("Ann", *(f"t{i}",) * (1 + i * 7 % 23)), ((0, 1),) if i % 2 else ())
        for i in range(count)
    ]


def source(**changes: object) -> EpochSource:
    corpus = [LabelledSentence((f"t{i}",) * (1 + i % 9)) for i in range(60)]
    defaults = {
        "corpora": [corpus],
        "shares": [1.0],
        "augmenters": [Augmenter(Augmentation())],
        "batch_tokens": 20,
        "seed": 1,
    }
    return EpochSource(**{**defaults, **changes})  # type: ignore[arg-type]  # a table of changes


def drawn_in_memory(source: EpochSource, epoch: int) -> list[list[LabelledSentence]]:
    """Draw an epoch from lists of objects, as was done before sentences were stored."""
    generator = random.Random(f"{source.seed}-{epoch}")
    drawn = []
    parts = zip(source.corpora, source.shares, source.augmenters, strict=True)
    for corpus, share, augmenter in parts:
        whole = list(range(len(corpus))) * int(share)
        part = generator.sample(range(len(corpus)), round(len(corpus) * (share % 1)))
        drawn += [augmenter.apply(corpus, i, generator) for i in whole + part]
    generator.shuffle(drawn)
    mean = max(1, sum(len(s.tokens) for s in drawn) // max(1, len(drawn)))
    size = max(1, 50 * source.batch_tokens // mean)
    batches: list[list[LabelledSentence]] = []
    for start in range(0, len(drawn), size):
        pool = sorted(drawn[start : start + size], key=lambda s: len(s.tokens))
        batches.extend(cut_by_tokens(pool, batch_tokens=source.batch_tokens))
    generator.shuffle(batches)
    return batches


@pytest.mark.parametrize("is_stored", [False, True])
@pytest.mark.parametrize("shares", [(1.0, 1.0), (0.5, 2.25), (3.0, 0.1)])
@pytest.mark.parametrize("augmentation", [Augmentation(), CHANGES])
def test_a_seed_gives_the_batches_that_it_gave_before_sentences_were_stored(
    augmentation: Augmentation, shares: tuple[float, float], tmp_path: Path, *, is_stored: bool
) -> None:
    corpora = [sentences(700), sentences(90)]
    listed = source(
        corpora=corpora,
        shares=shares,
        augmenters=[Augmenter(augmentation)] * len(corpora),
        batch_tokens=64,
    )
    stored = source(
        corpora=[StoredSentences.from_stream(corpus, tmp_path) for corpus in corpora],
        shares=shares,
        augmenters=[Augmenter(augmentation)] * len(corpora),
        batch_tokens=64,
        folder=tmp_path,
    )
    for epoch in (0, 3):
        found = (stored if is_stored else listed).draw(epoch=epoch)
        assert list(found) == drawn_in_memory(listed, epoch)


def test_the_drawn_sentences_leave_no_file(tmp_path: Path) -> None:
    epoch = source(folder=tmp_path).draw(epoch=0)
    assert sum(len(batch) for batch in epoch) == 60
    assert list(tmp_path.iterdir()) == []


def test_an_epoch_draws_every_sentence_once() -> None:
    drawn = [s.tokens[0] for batch in source().draw(epoch=0) for s in batch]
    assert Counter(drawn) == Counter(f"t{i}" for i in range(60))


@pytest.mark.parametrize(("share", "number"), [(0.5, 30), (2.0, 120), (1.25, 75)])
def test_a_share_tells_how_often_a_corpus_is_drawn(share: float, number: int) -> None:
    drawn = [s for batch in source(shares=[share]).draw(epoch=0) for s in batch]
    assert len(drawn) == number


def test_no_batch_costs_more_than_its_tokens() -> None:
    epoch = source().draw(epoch=0)
    assert all(max(len(s.tokens) for s in batch) * len(batch) <= 20 for batch in epoch)
    assert len(epoch) == len(list(epoch))


def test_epochs_are_drawn_by_seed_and_number() -> None:
    first, again = (list(source().draw(epoch=0)) for _ in range(2))
    assert first == again
    assert first != list(source().draw(epoch=1))
    assert first != list(source(seed=2).draw(epoch=0))


def test_the_batches_of_an_epoch_are_encoded(tiny_vocabulary: Vocabulary) -> None:
    epoch, labels = source().draw(epoch=0), ("O", "B", "I")
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    dataset = EpochDataset(epoch, encoder, labels)
    assert len(dataset) == len(epoch)
    expected = [collate(batch, encoder, labels).num_tokens for batch in epoch]
    assert [batch.num_tokens for batch in dataset] == expected


def test_a_small_share_of_few_sentences_draws_none(tmp_path: Path) -> None:
    for folder in (None, tmp_path):
        epoch = source(corpora=[sentences(3)], shares=[0.1], folder=folder).draw(epoch=0)
        assert (len(epoch), list(epoch)) == (0, [])
