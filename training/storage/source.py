"""Source: labelled sentences that can be read again, and what tells whether they changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from nomen.training.data.labels import LabelledSentence


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where the sentences of one corpus come from.

    Attributes:
        read: Reads them from their beginning. A number is that of the document whose sentences
            follow; before the first number, it is 0.
        key: Gives a text that differs where the sentences may: the checksums of the files and the
            settings that they are read by. None where only the sentences themselves would tell.
    """

    read: Callable[[], Iterator[LabelledSentence | int]]
    key: Callable[[], str] | None = None

    def sentences(self) -> Iterator[LabelledSentence]:
        """Read the sentences, without the numbers of documents."""
        return (item for item in self.read() if not isinstance(item, int))
