import numpy as np

from nomen.model.network.vocabulary import UNKNOWN_FORM, Vocabulary
from nomen.training.data.raw_texts import UNKNOWN_WORD
from nomen.training.pretraining.encoded_tokens import EncodedTokens


def test_both_casings_of_each_token_are_encoded() -> None:
    vocabulary = Vocabulary(forms=["met", "ron"], characters="Remnort")
    found = EncodedTokens.build(["Ron", "MET", UNKNOWN_WORD], vocabulary, max_characters=4)
    assert found.form_ids[:3].tolist() == [2, 1, UNKNOWN_FORM]
    assert found.form_ids[found.lower].tolist() == found.form_ids[found.upper].tolist()
    lowered = found.character_ids[found.lower[1]]
    assert lowered.tolist() == [vocabulary.character_ids[c] for c in "met"] + [0]
    assert found.num_characters[:3].tolist() == [3, 3, 1]
    np.testing.assert_array_equal(found.lower[found.lower], found.lower)
