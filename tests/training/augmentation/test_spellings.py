import random

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nomen.training.augmentation.spellings import accented, mangled, without_accents
from nomen.training.data.labels import LabelledSentence, spans


def labelled(text: str, labels: str) -> LabelledSentence:
    return LabelledSentence(tuple(text.split(" ")), tuple(spans(labels)))


def spelled(text: str, labels: str) -> set[str]:
    """Give all spellings of the first name, its tokens joined."""
    sentence = labelled(text, labels)
    found = [mangled(sentence, random.Random(seed)) for seed in range(400)]
    return {"".join(new.tokens[slice(*new.names[0])]) for new in found}


def test_marks_and_letters_of_their_own_are_written_plainly() -> None:
    found = without_accents(labelled("\nŁukasz Müller-Strauß , Nguyễn Øye", "BIOBI"))
    assert found == labelled("\nLukasz Muller-Strauss , Nguyen Oye", "BIOBI")


def test_a_mark_that_stands_alone_stays() -> None:
    assert without_accents(labelled("\u0301 \n\u0301", "OO")) == labelled("\u0301 \n\u0301", "OO")


def test_words_with_a_capital_get_marks_names_or_not() -> None:
    sentence = labelled("On \nAda so On", "BOOO")
    found = [accented(sentence, random.Random(seed)) for seed in range(300)]
    assert {new.names for new in found} == {sentence.names}
    assert {"Ón", "Òn", "On"} <= {new.tokens[3] for new in found}
    assert {"\nÁda", "\nAdá"} <= {new.tokens[1] for new in found}
    assert {without_accents(new).tokens for new in found} == {sentence.tokens}


def test_a_letter_is_damaged_in_every_way() -> None:
    assert spelled("Müller left", "BO") == {
        "MÃ¼ller", "M?ller", "M??ller", "M\ufffdller", "Mller", "M=C3=BCller", "M=FCller",
        "M\\u00fcller", "M&uuml;ller", "M&#252;ller", "M&#xFC;ller",
    }  # fmt: skip


def test_bytes_that_windows_1252_lacks_are_read_as_latin_1() -> None:
    assert {"Å\x81uk", "&Lstrok;uk"} & spelled("Łuk", "B") == {"Å\x81uk"}
    assert "&#321;uk" in spelled("Łuk", "B")


def test_apostrophes_and_blanks_are_references_too() -> None:
    # A tokenizer may see the blank as one: then its reference is no token.
    found = {text.replace("&nbsp;", "") for text in spelled("Ann O'Shea", "BI")}
    assert {"AnnO'Shea", "AnnO&#39;Shea", "AnnO&#x27;Shea"} <= found
    assert "AnnO?Shea" not in found


def test_a_word_is_never_lost() -> None:
    assert all(spelled("é left", "BO"))


def test_a_text_of_plain_letters_is_only_cut_anew() -> None:
    sentence = labelled("Ann Lee's dog", "BIO")
    cut = labelled("Ann Lee 's dog", "BIOO")
    # Half of the seeds draw references, which have blanks.
    assert sum(mangled(sentence, random.Random(seed)) == cut for seed in range(100)) > 50


def test_soft_labels_stay_where_a_word_stays_one_token() -> None:
    sentence = labelled("Zoü met Joü today", "BOBO")
    soft_labels = np.arange(8, dtype=np.float16).reshape(-1, 2)
    softly = LabelledSentence(sentence.tokens, sentence.names, soft_labels)
    for seed in range(50):
        found = mangled(softly, random.Random(seed))
        if found.tokens == ("ZoÃ¼", "met", "JoÃ¼", "today"):
            assert found.soft_labels is not None
            assert found.soft_labels[:, 0].tolist() == [0, 2, 4, 6]
            return
    pytest.fail("no seed draws this damage")


@given(st.lists(st.tuples(st.text(min_size=1), st.sampled_from("BIO")), min_size=1), st.integers())
def test_no_name_is_lost_in_any_script(rows: list[tuple[str, str]], seed: int) -> None:
    tokens, labels = zip(*rows, strict=True)
    sentence = LabelledSentence(tuple(tokens), tuple(spans(labels)))
    found = mangled(sentence, random.Random(seed))
    assert len(found.names) == len(sentence.names)
    assert all(found.tokens)
