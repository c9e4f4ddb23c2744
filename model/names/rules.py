"""What decides which tokens are names beside their probabilities: the caller's rules."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRules:
    """The rules of one request or one job.

    Attributes:
        consistent: Whether the sure names of a document raise the probabilities of the same words
            elsewhere in it.
        allow: Phrases that are never a name.
        deny: Phrases that always are one, except inside an allowed phrase.
        fold_case: Whether allowed and denied phrases match in any casing.
        placeholders: Regular expressions; what they match is never part of a name.
    """

    consistent: bool = False
    allow: tuple[str, ...] = ()
    deny: tuple[str, ...] = ()
    fold_case: bool = False
    placeholders: tuple[str, ...] = ()


NO_RULES = NameRules()
