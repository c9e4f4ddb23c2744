#!/bin/sh
# Installs the commands that some tests run, as root on Debian; without them those tests skip: `make packages`.
set -eu
packages="strace qemu-user wrk hey"
missing=""
for command in strace qemu-x86_64 wrk hey; do
  command -v "$command" >/dev/null || missing="$missing $command"
done
[ -n "$missing" ] || exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086  # a list of names
  apt-get -qq update && apt-get -qqy install --no-install-recommends $packages >/dev/null && exit 0
fi
echo "make packages: tests that need one of$missing will skip" >&2
