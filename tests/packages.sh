#!/bin/sh
# Installs what some tests run, as root on Debian; without it those tests skip: `make packages`.
set -eu
packages="strace qemu-user wrk hey chromium chromium-driver curl nginx-light openssl"
commands="strace qemu-x86_64 wrk hey chromium chromedriver curl nginx openssl"
# The checker of accessibility (MPL-2.0) that tests/service/demo/ lets look at the page.
axe=/usr/local/share/axe-core-4.14.1/axe.min.js
axe_sha256=29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c

missing() {
  for command in $commands; do
    command -v "$command" >/dev/null || printf ' %s' "$command"
  done
  [ -f "$axe" ] || printf ' %s' axe-core
  command -v promtool >/dev/null || printf ' %s' promtool
}

install_packages() {
  command -v apt-get >/dev/null || return 0
  export DEBIAN_FRONTEND=noninteractive
  # shellcheck disable=SC2086  # a list of names
  apt-get -qq update && apt-get -qqy install --no-install-recommends $packages >/dev/null
}

# Of the package prometheus promtool alone: the package starts a server.
install_promtool() {
  command -v apt-get >/dev/null || return 0
  folder=$(mktemp -d)
  chmod 755 "$folder"
  apt-get -qq update && (cd "$folder" && apt-get -qq -o APT::Sandbox::User=root download prometheus)
  dpkg-deb -x "$folder"/prometheus_*.deb "$folder"
  install -m 0755 "$folder/usr/bin/promtool" /usr/local/bin/promtool
  rm -r "$folder"
}

install_axe() {
  command -v npm >/dev/null || return 0
  folder=$(mktemp -d)
  npm pack --silent --pack-destination "$folder" axe-core@4.14.1 >/dev/null
  tar -xzf "$folder/axe-core-4.14.1.tgz" -C "$folder" package/axe.min.js
  echo "$axe_sha256  $folder/package/axe.min.js" | sha256sum --check --quiet
  install -D -m 0644 "$folder/package/axe.min.js" "$axe"
  rm -r "$folder"
}

[ -n "$(missing)" ] || exit 0
if [ "$(id -u)" = 0 ]; then
  case "$(missing)" in " axe-core" | " promtool" | " axe-core promtool") ;; *) install_packages ;; esac
  [ -f "$axe" ] || install_axe
  command -v promtool >/dev/null || install_promtool
fi
left=$(missing)
[ -z "$left" ] || echo "make packages: tests that need one of$left will skip" >&2
