"""What decides which tokens are names beside their probabilities: the caller's rules."""

from dataclasses import dataclass, field

from nomen.model.errors import RulesError


@dataclass(frozen=True, slots=True, kw_only=True)
class NameRules:
    """The rules of one request or one job; lists of phrases may be given as any list of strings.

    Attributes:
        consistent: Whether the sure names of a document raise the probabilities of the same words
            elsewhere in it.
        allow: Phrases that are never a name.
        deny: Phrases that always are one, except inside an allowed phrase. As names, they stand in
            no representation.
        fold_case: Whether allowed and denied phrases match in any casing.
        placeholders: Regular expressions; what they match is never part of a name.

    Raises:
        RulesError: When a list of phrases is none.
    """

    consistent: bool = False
    allow: tuple[str, ...] = field(default=(), repr=False)
    deny: tuple[str, ...] = field(default=(), repr=False)
    fold_case: bool = False
    placeholders: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        for name in ("allow", "deny", "placeholders"):
            phrases = getattr(self, name)
            if not isinstance(phrases, (list, tuple)) or not all(
                isinstance(phrase, str) for phrase in phrases
            ):
                raise RulesError(f"{name}: expected a list of strings")
            object.__setattr__(self, name, tuple(phrases))  # a list would change under our feet


NO_RULES = NameRules()
