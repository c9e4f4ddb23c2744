#!/bin/sh
# Locks everything that `make run`, `make install` and the images install, with hashes: `make lock`.
# `UPGRADE=--upgrade make lock` takes newer releases. The first argument is the environment's bin folder.
set -eu
bin=$1
"$bin/pip" --disable-pip-version-check -q install 'uv>=0.13,<1'
compile() {
  "$bin/uv" pip compile -q --custom-compile-command 'make lock' --generate-hashes --universal \
    --python-version 3.11 --fork-strategy fewest ${UPGRADE:-} "$@"
}
asked() {
  "$bin/python" -c 'import sys, tomllib
found = tomllib.load(open("pyproject.toml", "rb"))
for name in sys.argv[1:]:
    found = found[name]
print(*found, sep="\n")' "$@"
}
asked build-system requires | compile -o locks/build.txt -
asked project optional-dependencies release | compile -o locks/release.txt -
compile -o locks/core.txt --extra surrogates --extra tracing pyproject.toml
compile -o locks/train.txt -c locks/build.txt -c locks/core.txt --extra train --extra surrogates \
  --extra tracing --no-emit-package torch pyproject.toml
compile -o locks/cluster.txt -c locks/core.txt -c locks/train.txt --extra client --extra corpora \
  --extra office --extra ray --extra surrogates --extra tracing pyproject.toml
compile -o locks/gpu.txt -c locks/core.txt -c locks/train.txt --extra surrogates --extra torch \
  --extra tracing --no-emit-package torch pyproject.toml
"$bin/python" deploy/release/licences.py
