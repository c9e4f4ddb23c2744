import pytest

from nomen.training.own_files.choices import fine_tuning, held_out_share, learning_anew
from nomen.training.own_files.sizes import Sizes


def sizes(num_sentences: int, *, num_tokens: int | None = None) -> Sizes:
    return Sizes(
        num_sentences=num_sentences,
        num_tokens=20 * num_sentences if num_tokens is None else num_tokens,
        num_documents=num_sentences,
        num_names=num_sentences,
    )


@pytest.mark.parametrize(("number", "share"), [(300, 0.15), (20_000, 0.1), (400_000, 0.005)])
def test_at_most_2000_sentences_are_held_out(number: int, share: float) -> None:
    assert held_out_share(sizes(number)) == share


@pytest.mark.parametrize(
    ("number", "epochs", "batch_tokens"), [(50, 12, 256), (3000, 5, 1536), (300_000, 3, 1536)]
)
def test_more_sentences_have_fewer_epochs_and_larger_batches(
    number: int, epochs: int, batch_tokens: int
) -> None:
    found = fine_tuning(sizes(number), held_out=0.15)
    assert (found.max_epochs, found.batch_tokens) == (epochs, batch_tokens)
    assert 0 < found.average_decay <= 0.999


def test_labels_learned_from_nothing_follow_the_schedule_of_their_size() -> None:
    found = learning_anew(sizes(300), held_out=0.15, is_pretrained=True)
    assert (found.embedding_rate, found.learning_rate) == (0.0, 3e-3)
    assert found.max_epochs > 20
