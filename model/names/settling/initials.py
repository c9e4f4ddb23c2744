"""Tells an initial of a name from a single letter beside it that stands for something else."""

from collections.abc import Iterator

from nomen.model.names.settling.context import Context

_LETTERED = frozenset(
    """
    vitamin hepatitis group grade exhibit appendix annex schedule room unit class type category
    figure fig table section plan option gate platform zone terminal
    """.split()  # noqa: SIM905 - a table
)
"""What a single letter after it names."""
_PRONOUN = "I."
_BEFORE_PRONOUN = frozenset({"was", "is", "am", "are", "than", "as"})
_NOTES = frozenset({"P.S.", "N.B.", "PS.", "NB."})
_SLASH = "/"
_PAIRED = {"Q": "A", "A": "Q"}
"""Question and answer."""
_NEAR = 40
"""Tokens that the rule for lists looks away at most."""


def is_no_initial(index: int, context: Context) -> bool:
    """Tell whether a token at an end of a name is no initial of it, or stands before one.

    So are the letter of `Vitamin D.`, `N/A` or a list, its `Vitamin`, and `P.S.` before an initial.

    Args:
        index: Of the token.
        context: Of the document.
    """
    token = context.tokens[index]
    if token in _NOTES or token.lower() in _LETTERED:
        following = context.following(index + 1)
        return bool(following) and context.is_initial(index + 1)
    if not context.is_initial(index):
        return False
    before = context.preceding(index)
    if _is_beside_slash(index, context) or before.lower() in _LETTERED:
        return True
    if token == _PRONOUN:
        return before in _BEFORE_PRONOUN
    return _is_of_list(index, context)


def _is_beside_slash(index: int, context: Context) -> bool:
    """Tell whether a letter is one of two with a slash between them: `N/A`, `M/F`."""
    return _is_slashed(index, 1, context) or _is_slashed(index, -1, context)


def _is_slashed(index: int, step: int, context: Context) -> bool:
    slash, other = index + step, index + 2 * step
    if not 0 <= other < len(context.tokens) or context.tokens[slash] != _SLASH:
        return False
    is_one_piece = all(context.touches(max(slash, each)) for each in (index, other))
    return is_one_piece and len(context.tokens[other]) == 1 and context.is_initial(other)


def _is_of_list(index: int, context: Context) -> bool:
    """Tell whether the first letter of a line counts it: A, B, C, or question and answer."""
    letter = _letter_of_line(index, context)
    if letter is None:
        return False
    other = _PAIRED.get(letter)
    before = list(_letters_of_lines(index, -1, context))
    after = list(_letters_of_lines(index, 1, context))
    if other is not None and other in (*before, *after):
        return True
    is_whole = all(context.following(index + 1 + i)[:1].isupper() for i in range(2))
    return is_whole and (chr(ord(letter) - 1) in before[:1] or chr(ord(letter) + 1) in after[:1])


def _letters_of_lines(index: int, step: int, context: Context) -> Iterator[str]:
    """Give the letters that count lines near one, from there on."""
    stop = max(-1, index - _NEAR) if step < 0 else min(len(context.tokens), index + _NEAR)
    for place in range(index + step, stop, step):
        letter = _letter_of_line(place, context)
        if letter is not None:
            yield letter


def _letter_of_line(index: int, context: Context) -> str | None:
    """Give the capital letter with a full stop that a line begins with."""
    token = context.tokens[index]
    is_letter = context.is_initial(index) and _begins_line(index, context)
    is_marked = token[1:] == "." or context.following(index + 1) == "."
    return token[0] if is_letter and is_marked else None


def _begins_line(index: int, context: Context) -> bool:
    return not context.goes_on(index) or context.ends_line(index)
