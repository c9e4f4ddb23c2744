"""The bundles that ship with Nomen: their names, and where they and others lie."""

from functools import cache
from pathlib import Path

from nomen.model.bundle.bundle import SHIPPED, VOCABULARY
from nomen.model.errors import BundleError


@cache
def shipped_names() -> frozenset[str]:
    """Give the names of the bundles that ship with this installation."""
    return frozenset(file.parent.name for file in SHIPPED.glob(f"*/{VOCABULARY}"))


def find_bundle(name_or_path: str | Path) -> Path:
    """Find a bundle that ships with Nomen by its name, or any other by its path.

    Raises:
        BundleError: When there is no such directory.
    """
    if not isinstance(name_or_path, (str, Path)):
        raise BundleError("bundle: expected the name of a bundle, or the folder of one")
    if str(name_or_path) in shipped_names():
        return SHIPPED / name_or_path
    path = Path(name_or_path)
    if not path.is_dir():
        names = ", ".join(sorted(shipped_names()))
        raise BundleError(f"{path}: expected the folder of a bundle, or one of: {names}")
    return path
