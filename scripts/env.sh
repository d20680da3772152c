# Sourced by the other scripts: the repository's root as working directory, its own tools first on the PATH.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
export PATH="$PWD/.tools/bin:$PWD/scripts/node_modules/.bin:${CARGO_HOME:-$HOME/.cargo}/bin:$PATH"
unset NO_COLOR # Trunk 0.21 refuses to start with it.
export TRUNK_SKIP_VERSION_CHECK=true

say() { printf '%s\n' "$*"; }
die() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# find_program NAME...: path of the first one there is; fails when there is none.
find_program() {
  local name
  for name in "$@"; do
    command -v "$name" 2>/dev/null && return
  done
  return 1
}

find_browser() { find_program "${CHROME:-chromium}" chromium-browser google-chrome google-chrome-stable; }
find_driver() { find_program "${CHROMEDRIVER:-chromedriver}" /usr/lib/chromium/chromedriver; }

# npm_packages FOLDER: what its lock file names.
npm_packages() {
  cmp -s "$1/package-lock.json" "$1/node_modules/.installed" && return
  say "setup: installing the npm packages of $1"
  (cd "$1" && npm ci --no-audit --no-fund --loglevel error && cp package-lock.json node_modules/.installed)
}

# Release builds are made to be cut into parts (scripts/split-wasm.mjs): the linker leaves its notes in them. Panics name files
# from the crate on, so that a build is the same, and no longer, wherever it was made.
build_dist() {
  local crates
  crates=$(printf -- " --remap-path-prefix=%s=" "${CARGO_HOME:-$HOME/.cargo}"/registry/src/*/)
  SPLIT_WASM=1 CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="--cfg=split -C link-args=--emit-relocs$crates" trunk --log warn build --release "$@"
}
build_backend() { cargo build --locked --example backend "$@"; }
