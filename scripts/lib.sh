# Shared by the scripts beside it; sourced, never run.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# What Berm is built and tested with, all from Debian 12.
# shellcheck disable=SC2034
PACKAGES=(
  g++ cmake ninja-build lld ccache
  antlr4 libantlr4-runtime-dev libyaml-cpp-dev nlohmann-json3-dev libsimdjson-dev
  llvm-14-dev zlib1g-dev libxml2-dev libfmt-dev libre2-dev libcli11-dev libgtest-dev libgmock-dev
  libflatbuffers-dev flatbuffers-compiler libxxhash-dev pkg-config
)

# The sanitizers' build, which the fuzz targets share: one compiler, one folder, everything compiled once.
# shellcheck disable=SC2034
SANITIZE_PACKAGES=(clang-16 llvm-16 libclang-rt-16-dev)
# shellcheck disable=SC2034,SC2054
SANITIZE_OPTIONS=(
  -DCMAKE_C_COMPILER=clang-16 -DCMAKE_CXX_COMPILER=clang++-16 -DCMAKE_BUILD_TYPE=Debug
  -DCMAKE_CXX_FLAGS_DEBUG=-O1 -DCMAKE_C_FLAGS_DEBUG=-O1 -DBERM_SANITIZE=fuzzer-no-link,address,undefined
)

say() { printf '\n== %s\n' "$*"; }

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

# Installs those of its arguments that are missing.
install_packages() {
  local missing=() package
  for package in "$@"; do
    dpkg-query -W -f='${db:Status-Status}' "$package" 2>/dev/null | grep -qx installed || missing+=("$package")
  done
  if [ ${#missing[@]} -eq 0 ]; then
    say "Debian packages: all ${#} are installed"
    return
  fi
  say "Debian packages: installing ${missing[*]}"
  as_root apt-get update -qq
  as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
}

# build DIRECTORY TARGET... [-- CMAKE_ARGUMENT...]
build() {
  local directory=$1 targets=()
  shift
  while [ $# -gt 0 ] && [ "$1" != -- ]; do
    targets+=("$1")
    shift
  done
  [ $# -eq 0 ] || shift
  say "Building in ${directory#"$ROOT"/} (the first time takes some minutes)"
  cmake -S "$ROOT" -B "$directory" -G Ninja "$@" >"$directory.configure.log" 2>&1 || {
    cat "$directory.configure.log" >&2
    return 1
  }
  ninja -C "$directory" "${targets[@]}"
}
