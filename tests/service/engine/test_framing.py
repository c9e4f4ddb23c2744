import socket
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.service.engine.framing import FrameBuffer, read_frame, write_frame

VALUES = st.recursive(
    st.none() | st.integers() | st.floats(allow_nan=False) | st.text() | st.binary(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)


@pytest.mark.slow
@given(values=st.lists(VALUES, max_size=5), cuts=st.lists(st.integers(0, 200)))
def test_frames_come_out_as_they_went_in_however_they_are_cut(
    values: list[object], cuts: list[int]
) -> None:
    sent = b"".join(map(write_frame, values))
    bounds = sorted({0, len(sent), *(cut % (len(sent) + 1) for cut in cuts)})
    buffer = FrameBuffer()

    found = [value for i, j in pairwise(bounds) for value in buffer.add(sent[i:j])]

    assert found == values


def received(sent: bytes) -> object:
    ours, theirs = socket.socketpair()
    with theirs:
        with ours:
            ours.sendall(sent)
        return read_frame(theirs)


@given(value=VALUES)
def test_a_frame_that_is_not_whole_is_none(value: object) -> None:
    sent = write_frame(value)

    assert received(sent) == value
    assert all(received(sent[:end]) is None for end in range(len(sent)))


def test_nothing_beyond_a_frame_is_read() -> None:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(write_frame("Harry") + b"+")

        assert read_frame(theirs) == "Harry"
        assert theirs.recv(9) == b"+"
