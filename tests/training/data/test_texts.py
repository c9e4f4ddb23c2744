import pytest

from nomen.training.data.texts import LabelledText


@pytest.mark.parametrize("names", [((0, 3), (2, 4)), ((2, 2),), ((3, 9),), ((-1, 2),)])
def test_names_lie_apart_within_the_text(names: tuple[tuple[int, int], ...]) -> None:
    with pytest.raises(ValueError, match="names apart"):
        LabelledText("Bo Li", names)
