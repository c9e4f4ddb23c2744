from itertools import chain

import pytest

from nomen.model.documents import prepare_document
from nomen.model.windows import CONTEXT_TOKENS, WINDOW_TOKENS


@pytest.mark.parametrize("length", [1, WINDOW_TOKENS, WINDOW_TOKENS + 1, 5 * WINDOW_TOKENS + 7])
def test_windows_keep_each_token_once(length: int) -> None:
    tokens = [str(i) for i in range(length)]
    windows = prepare_document(tokens).windows
    kept = [w.tokens[w.num_before : w.num_before + w.num_kept] for w in windows]
    assert list(chain.from_iterable(kept)) == tokens
    assert all(len(window.tokens) <= WINDOW_TOKENS for window in windows)


def test_a_window_has_context_on_both_sides() -> None:
    windows = prepare_document(["x"] * 5000).windows
    assert [window.num_before for window in windows[:3]] == [0, CONTEXT_TOKENS, CONTEXT_TOKENS]
