"""The least that a network must find of its own dev sentences to be exported."""

MIN_CORRECT_NAMES = 5
"""Dev names that a network must find, where there are ten or more."""
MIN_F1 = 0.1
"""Dev F1 that a network must reach, 0 to 1."""


def fault_of_learned(*, num_names: int, num_correct: int, f1: float, max_epochs: int) -> str | None:
    """Tell in one line if a network hardly finds a name of its own dev sentences; else None.

    Random weights find a few names by chance, and a low threshold that makes a name of nearly
    every token finds more: it had an F1 of 7.6 % on a small set. So a network must find five
    names, or half of them where there are fewer than ten, and reach an F1 of 10 %. The weights are
    judged at threshold 0.5 before the export, the bundle at its own threshold before it is written.

    Args:
        num_names: Gold names of all dev sentences.
        num_correct: Those that the network finds.
        f1: F1 over all dev sentences, 0 to 1.
        max_epochs: Epochs of the training, for the message.
    """
    num_needed = min(MIN_CORRECT_NAMES, max(1, -(-num_names // 2)))
    if num_correct >= num_needed and f1 >= MIN_F1:
        return None
    return (
        f"the network finds {num_correct} of the {num_names} names of its "
        f"own dev sentences (F1 {f1:.1%}); try --resume with more than {max_epochs} as "
        'optimisation.max_epochs, more labelled sentences, or pretrained = "en"'
    )
