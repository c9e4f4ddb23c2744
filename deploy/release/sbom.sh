#!/bin/sh
# Prints the SBOM of a lock as CycloneDX JSON, with the licence of each package:
#   deploy/release/sbom.sh VENV LOCK       LOCK is core, gpu, train or cluster
# The packages are installed as in the image, by the lock's hashes, into an environment of their own.
# torch, which has no hash in the lock, and the packages of the base image are not in it.
set -eu
cd "$(dirname "$0")/../.."
bin=$1/bin
environment=$(mktemp -d)
trap 'rm -rf "$environment"' EXIT
python3 -m venv --without-pip "$environment"
"$bin/pip" --disable-pip-version-check -q --python "$environment/bin/python" install \
  --no-deps --only-binary :all: --require-hashes -r "locks/$2.txt" >&2
"$bin/cyclonedx-py" environment --pyproject pyproject.toml --mc-type application \
  --output-reproducible "$environment/bin/python"
