"""Refuses a source tree whose symbolic links were lost; all else stands in pyproject.toml."""

from pathlib import Path

from setuptools import setup

for name in ("model", "service", "training"):
    if not Path(__file__).with_name("nomen").joinpath(name, "__init__.py").is_file():
        raise SystemExit(
            f"nomen/{name}: expected a symbolic link to ../{name}; unpack the sources with a tool "
            "that keeps symbolic links, or clone with git config core.symlinks true"
        )
setup()
