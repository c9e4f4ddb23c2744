"""Source: labelled sentences that can be read again, and what tells whether they changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nomen.training.data.labels import LabelledSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the sentences of one corpus come from.

    Attributes:
        read: Reads them from their beginning; None stands where a document starts.
        key: Gives a text that differs where the sentences may: the checksums of the files and the
            settings that they are read by. None where only the sentences themselves would tell.
    """

    read: Callable[[], Iterator[LabelledSentence | None]]
    key: Callable[[], str] | None = None

    def sentences(self) -> Iterator[LabelledSentence]:
        """Read the sentences, without the starts of documents."""
        return (sentence for sentence in self.read() if sentence is not None)
