"""Reports: short entries about people in banks, police reports, reviews, posts and line-ups."""

from collections.abc import Mapping

from nomen.training.generation.world import Genre
from nomen.training.generation.writing import repeated

_KINDS = ("payment", "incident", "review", "post", "patent", "lineup", "blame")

GENRES: Mapping[str, Genre] = {
    f"{kind} entries": repeated(kind, fewest=1, most=5, between=("\n", "\n", "\n\n"))
    for kind in _KINDS
}
