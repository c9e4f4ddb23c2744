from nomen.training.data.frames_of_languages import SLOT, filled, frames_of_languages
from nomen.training.data.texts import LabelledText


def test_slots_are_filled_in_their_order() -> None:
    found = filled("De: {}\nPara: {}", ["Ana", "Rui Gil"])
    assert found == LabelledText("De: Ana\nPara: Rui Gil", ((4, 7), (14, 21)))


def test_no_measured_frame_is_learned_and_every_frame_has_a_slot() -> None:
    for frames in frames_of_languages().values():
        assert not set(frames.learned) & set(frames.measured)
        assert all(SLOT in frame for frame in [*frames.learned, *frames.measured])
