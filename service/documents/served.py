"""The served bundles, as far as documents and their options need to know them."""

from collections.abc import Iterable, Sequence
from functools import cached_property

from nomen.model.bundle.bundle import Manifest
from nomen.model.reading import Reader
from nomen.model.redaction.expectation import expected_missed
from nomen.model.routing.choosing import Choice
from nomen.model.routing.router import Router
from nomen.service.documents.answers import rounded
from nomen.service.documents.thresholds import resolve_threshold


class Served:
    """The served bundles, in their order.

    Args:
        manifests: Their manifests.
        readers: What routing knows of them.

    Attributes:
        manifests: As given.
        readers: As given.
    """

    def __init__(self, manifests: Sequence[Manifest], readers: Sequence[Reader]) -> None:
        self.manifests = tuple(manifests)
        self.readers = tuple(readers)

    @cached_property
    def router(self) -> Router:
        """Tells which bundle reads what."""
        return Router(self.readers)

    def choose(self, language: str) -> Choice:
        """Find out what a request's `language` means; see `Router.choose`."""
        return self.router.choose(language)

    def thresholds(self, chosen: float | str | None) -> list[float]:
        """Give the threshold of each bundle.

        Raises:
            RequestError: When a bundle lacks the preset.
        """
        return [resolve_threshold(chosen, manifest) for manifest in self.manifests]

    def expected_missed(
        self, threshold: float | str | None, *, used: Iterable[int] = ()
    ) -> float | None:
        """Give the share of names that is expected to be missed, the highest of several bundles.

        Args:
            threshold: As in the request.
            used: The indices of the bundles that read; none is the first.
        """
        return rounded(expected_missed(threshold, [self.manifests[i] for i in used or (0,)]))
