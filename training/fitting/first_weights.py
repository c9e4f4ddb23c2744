"""FirstWeights: what a fit begins with, a pretrained encoder or the network of a bundle."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import torch
from torch import Tensor

from nomen.model.bundle.bundle import CorpusFacts
from nomen.model.network.config import NetworkConfig
from nomen.model.network.deep_bilstm import DeepBiLSTM
from nomen.model.network.vocabulary import (
    UNKNOWN_CHARACTER,
    UNKNOWN_FORM,
    Vocabulary,
    normalize_token,
    word_form,
)
from nomen.model.text.breaks import split_mark
from nomen.training.errors import RecipeError
from nomen.training.fitting.bundled_network import BundledNetwork
from nomen.training.pretraining.pretrained import Pretrained
from nomen.training.recipes.recipe import Recipe, VocabularyConfig
from nomen.training.runs.optimiser import FORM_EMBEDDING

CHARACTER_EMBEDDING = "word_encoder.character_embedding.weight"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstWeights:
    """The weights that a fit begins with.

    Attributes:
        vocabulary: The forms and characters that they belong to.
        weights: Some or all of a network's, by their names in its state dict.
        sources: What they were learned from.
    """

    vocabulary: Vocabulary
    weights: Mapping[str, Tensor]
    sources: list[CorpusFacts]

    @classmethod
    def of(cls, recipe: Recipe) -> "FirstWeights | None":
        """Read what a recipe begins with; None where it begins with nothing.

        Raises:
            BundleError: When the bundle of `start` is refused.
            RecipeError: When the recipe's network has other sizes.
            TrainingError: When the file of `pretrained` is missing or damaged.
        """
        if recipe.start is not None:
            bundled = BundledNetwork.load(recipe.start)
            _check(recipe.network, bundled.network.config)
            state = bundled.network.state_dict()
            return cls(vocabulary=bundled.vocabulary, weights=state, sources=bundled.sources)
        if recipe.pretrained is None:
            return None
        pretrained = Pretrained.from_file(recipe.pretrained)
        pretrained.check(recipe.network)
        facts = pretrained.facts
        state = pretrained.encoder_weights()
        return cls(vocabulary=facts.vocabulary, weights=state, sources=facts.sources)

    def grown(self, tokens: Iterable[str], config: VocabularyConfig) -> "FirstWeights":
        """Add new forms and characters of labelled tokens, as many as the config allows.

        Their vectors begin as that of the unknown form or character, so nothing changes yet.
        """
        if not config.max_new_forms:
            return self
        vocabulary = self.vocabulary.grown(
            tokens, min_count=config.min_count, max_new=config.max_new_forms
        )
        return self.with_vocabulary(vocabulary)

    def with_vocabulary(self, vocabulary: Vocabulary) -> "FirstWeights":
        """Take another vocabulary, which has more forms and characters behind those of this one."""
        numbers = {
            FORM_EMBEDDING: vocabulary.num_forms,
            CHARACTER_EMBEDDING: vocabulary.num_characters,
        }
        unknown = {FORM_EMBEDDING: UNKNOWN_FORM, CHARACTER_EMBEDDING: UNKNOWN_CHARACTER}
        weights = dict(self.weights)
        for name, number in numbers.items():
            old = weights[name]
            new = old[unknown[name]].expand(number - len(old), -1)
            weights[name] = torch.cat([old, new])
        return replace(self, vocabulary=vocabulary, weights=weights)

    def initialise(self, network: DeepBiLSTM) -> None:
        """Copy the weights into a network; what they lack stays."""
        network.load_state_dict(dict(self.weights), strict=False)

    def count_forms(self, tokens: Iterable[str]) -> Tensor:
        """Count the forms among labelled tokens.

        Returns:
            float32 (F,), in order of ids; 0 for the unknown form.
        """
        ids = self.vocabulary.form_ids
        counts = torch.zeros(self.vocabulary.num_forms)  # (F,)
        for token, count in Counter(tokens).items():
            form = ids.get(word_form(normalize_token(split_mark(token)[1])))
            if form is not None:
                counts[form] += count
        return counts


def _check(wanted: NetworkConfig, found: NetworkConfig) -> None:
    if wanted.model_copy(update={"dropout": found.dropout}) != found:
        raise RecipeError("network: expected the sizes of the bundle of `start`, except `dropout`")
