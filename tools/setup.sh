# What `asr` and `check` stand on, installed if it is missing. Sourced by them, not run; messages go to stderr.

packages="libsndfile1-dev libfftw3-dev libsoxr-dev libdnnl-dev libcairo2-dev zlib1g-dev pkg-config libc6-dev fonts-dejavu-core"

say() { echo "$(basename "$0"): $*" >&2; }

# Installs those of $packages that dpkg does not list as installed.
install_packages() {
    local missing="" package sudo=""
    if ! command -v apt-get >/dev/null; then
        say "no apt-get here: going on in the hope that there is what Debian calls $packages"
        return
    fi
    for package in $packages; do
        [ "$(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null)" = installed ] ||
            missing="$missing $package"
    done
    [ -n "$missing" ] || return 0
    [ "$(id -u)" -eq 0 ] || sudo="sudo"
    say "installing$missing"
    apt_install() {
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends $missing </dev/null >&2
    }
    # The package lists are fetched only where the ones at hand do not do.
    apt_install || { $sudo apt-get update </dev/null >&2 && apt_install; } || {
        say "these Debian packages are needed and could not be installed. As root, run:"
        say "    apt-get update && apt-get install -y$missing"
        exit 1
    }
}

# Stops with a word where there is no Swift compiler.
require_swift() {
    command -v swift >/dev/null && return
    say "a Swift toolchain, 6.1 or later, is needed and 'swift' is not on the PATH: https://www.swift.org/install"
    exit 1
}
