#!/bin/sh
# Makes docs/screenshots/*.png from a freshly made demo city, with the machine's own chromium.
set -eu
cd "$(dirname "$0")/.."
data=$(mktemp -d)
port=${PORT:-8097}
target/release/iljari demo --data "$data" --listen "127.0.0.1:$port" >/dev/null &
server=$!
trap 'kill $server; wait $server || true; rm -rf "$data"' EXIT
tries=0
until curl -fs "http://127.0.0.1:$port/healthz" >/dev/null; do
    kill -0 $server || exit 1
    tries=$((tries + 1))
    [ $tries -lt 120 ] || { echo "error: the demo did not start in two minutes" >&2; exit 1; }
    sleep 1
done
mkdir -p docs/screenshots
shoot() { # name, width x height, path
    chromium --headless --no-sandbox --disable-gpu --hide-scrollbars --lang=ko --user-data-dir="$data/chromium" \
        --window-size="$2" --screenshot="$PWD/docs/screenshots/$1.png" "http://127.0.0.1:$port$3" 2>/dev/null
    echo "docs/screenshots/$1.png"
}
shoot home 1280,900 /
shoot search 1280,1100 '/openings?q=%EB%8F%8C%EB%B4%84'
shoot fit 1280,1100 /fit
shoot phone 390,844 /
