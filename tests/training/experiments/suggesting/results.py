"""Results of made trainings."""

from nomen.training.experiments.suggesting.results import TeachingResult


def result(
    strategy: str = "random", number: int = 100, seed: int = 1, *, num_correct: int = 1
) -> TeachingResult:
    """Make a result on ten test blocks, of four names each."""
    return TeachingResult(
        set_name="notes",
        strategy=strategy,
        number=number,
        seed=seed,
        num_tokens=1000 * number,
        num_names=number,
        seconds=1.5,
        counts=[(4, 4, num_correct)] * 10,
    )
