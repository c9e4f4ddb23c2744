from nomen.training.generation.written.chat import GENRES
from tests.training.generation.made_world import made_page, names_of


def test_chats_have_speakers_and_talk_of_others() -> None:
    pages = [made_page(GENRES["chat"], seed) for seed in range(40)]
    assert any(len(set(names_of(page))) > 2 for page in pages)
    assert any("\n" in page.text for page in pages)
    assert any(not page.names for page in pages)
