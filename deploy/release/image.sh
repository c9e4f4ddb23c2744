#!/bin/sh
# Builds one of the Dockerfile's images, its SBOM (CycloneDX) and its provenance (SLSA), unsigned:
#   deploy/release/image.sh VENV [TARGET]      TARGET is cpu (the default), gpu, train or cluster
# Environment: BASE_IMAGE, with its digest for a release; TORCH_INDEX; IMAGE_BUILD, default
# `docker build` (`buildah bud` takes the same options). dist/TARGET/ gets the files.
set -eu
cd "$(dirname "$0")/../.."
venv=$1
target=${2:-cpu}
base=${BASE_IMAGE:-$(sed -n 's/^ARG BASE_IMAGE=//p' Dockerfile)}
version=$(sed -n 's/^ARG VERSION=//p' Dockerfile)
revision=$(git rev-parse HEAD)
[ -z "$(git status --porcelain)" ] || revision=$revision-dirty
case $target in cpu) name=nomen lock=core ;; *) name=nomen-$target lock=$target ;; esac
out=dist/$target
mkdir -p "$out"

case $base in
  *@sha256:*) ;;
  *) echo "image: $base has no digest; give BASE_IMAGE=$base@sha256:… for a release" >&2 ;;
esac
# shellcheck disable=SC2086  # IMAGE_BUILD is a command with options
${IMAGE_BUILD:-docker build} --target "$target" --tag "$name:$version" --iidfile "$out/image.id" \
  --build-arg "BASE_IMAGE=$base" --build-arg "REVISION=$revision" \
  --build-arg "TORCH_INDEX=${TORCH_INDEX:-}" --file Dockerfile .

deploy/release/sbom.sh "$venv" "$lock" >"$out/sbom.cdx.json"
python3 deploy/release/provenance.py "$name" --target "$target" --base "$base" \
  --revision "$revision" --image-id "$(cat "$out/image.id")" --sbom "$out/sbom.cdx.json" \
  >"$out/provenance.json"
echo "$name:$version; $out/sbom.cdx.json and $out/provenance.json"
