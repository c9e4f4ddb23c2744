from dataclasses import replace

import numpy as np

from nomen.model.network.encoding import Encoder
from nomen.model.network.vocabulary import Vocabulary
from nomen.training.augmentation.augmentation import Augmentation, Augmenter
from nomen.training.fitting.epochs import Epoch
from nomen.training.fitting.soft_labels import RAW
from nomen.training.fitting.training_data import (
    TrainingData,
    build_source,
    build_vocabulary,
    count_epoch_tokens,
    shares_of,
)
from nomen.training.processes import Processes
from nomen.training.recipes.corpus_share import CorpusShare
from nomen.training.recipes.distillation import Distillation
from nomen.training.recipes.recipe import Recipe
from tests.training.sentences import SENTENCES

RECIPE = Recipe(
    name="own",
    corpora=[CorpusShare(name="own", share=2.0)],
    distillation=Distillation(seeds=[1], share=0.5),
)
TRAIN = {"own": SENTENCES, RAW: SENTENCES[:1]}


def test_each_corpus_is_drawn_by_its_share_and_raw_texts_by_theirs() -> None:
    source = build_source(RECIPE, TRAIN, [Augmenter(Augmentation())] * len(TRAIN))
    assert source.shares == [2.0, 0.5]
    assert count_epoch_tokens(RECIPE, TRAIN) == 2 * 15 + 4


def test_the_unknown_form_is_counted_as_never_seen() -> None:
    vocabulary, counts = build_vocabulary(RECIPE, {"own": [*SENTENCES, *SENTENCES]})
    assert len(counts) == vocabulary.num_forms
    assert counts.tolist()[0] == 0
    assert set(counts.tolist()[1:]) == {2}


def test_dev_sentences_are_batched_by_length(tiny_vocabulary: Vocabulary) -> None:
    source = build_source(RECIPE, TRAIN, [Augmenter(Augmentation())] * len(TRAIN))
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    data = TrainingData(
        source, {"own": SENTENCES, "short": SENTENCES[2:]}, encoder, ("O", "B", "I")
    )
    first, second = data.val_dataloader()
    assert [batch.inputs.lengths.tolist() for batch in first] == [[3, 5, 7]]
    assert [batch.names for batch in second] == [[()]]


def test_an_epoch_that_was_drawn_already_is_the_first_and_not_the_second(
    tiny_vocabulary: Vocabulary,
) -> None:
    source = build_source(RECIPE, TRAIN, [Augmenter(Augmentation())] * len(TRAIN))
    encoder = Encoder(tiny_vocabulary, max_characters=24)
    numbers = np.array([0], dtype=np.int32)
    one_sentence = Epoch(SENTENCES[2:], np.array([3], dtype=np.int32), [numbers])
    data = TrainingData(source, {}, encoder, ("O", "B", "I"), first=one_sentence)
    assert [batch.num_tokens for batch in data.train_dataloader()] == [3]
    assert sum(batch.num_tokens for batch in data.train_dataloader()) > 15


def test_processes_share_each_dev_batch_which_is_larger(tiny_vocabulary: Vocabulary) -> None:
    source = replace(
        build_source(RECIPE, TRAIN, [Augmenter(Augmentation())] * len(TRAIN)), batch_tokens=8
    )
    encoder, labels = Encoder(tiny_vocabulary, max_characters=24), ("O", "B", "I")
    found = [
        TrainingData(source, {"own": SENTENCES}, encoder, labels, processes=processes)
        for processes in (Processes(rank=0, number=2), Processes(rank=1, number=2))
    ]
    first, second = ([*data.val_dataloader()[0]] for data in found)
    assert [batch.inputs.lengths.tolist() for batch in first] == [[3], [7]]
    assert [batch.inputs.lengths.tolist() for batch in second] == [[5], [7]]
    assert [batch.part.sentences for batch in (*first, *second)] == [0.5, 1.0, 0.5, 0.0]


def test_no_corpus_gives_more_tokens_than_it_may() -> None:
    share = RECIPE.corpora[0].model_copy(update={"tokens": 3})
    recipe = RECIPE.model_copy(update={"corpora": [share]})
    assert shares_of(recipe, TRAIN) == [3 / 15, 0.5]
