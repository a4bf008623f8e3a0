#!/bin/sh
# Makes docs/screenshots/*.png from a freshly made demo city: the public pages, the first page of every role and
# some more of theirs, on a desk's screen and on a telephone. The machine's own chromium is driven through chromedriver.
set -eu
cd "$(dirname "$0")/.."
data=$(mktemp -d)
port=${PORT:-8097}
origin="http://127.0.0.1:$port"
driver="http://127.0.0.1:$((port + 1))"
target/release/iljari demo --json --data "$data" --listen "127.0.0.1:$port" >"$data/said" &
server=$!
chromedriver --port=$((port + 1)) >/dev/null 2>&1 &
browser=$!
session=
stop() {
    [ -z "$session" ] || curl -s -X DELETE "$driver/session/$session" >/dev/null || true
    kill $browser $server 2>/dev/null || true
    wait $browser $server 2>/dev/null || true
    rm -rf "$data"
}
trap stop EXIT
tries=0
until curl -fs "$origin/healthz" >/dev/null && curl -fs "$driver/status" >/dev/null; do
    kill -0 $server || exit 1
    tries=$((tries + 1))
    [ $tries -lt 120 ] || { echo "error: the demo or the browser did not start in two minutes" >&2; exit 1; }
    sleep 1
done

# The driver's protocol: a path and what is sent to it.
tell() {
    curl -fs -X POST -H 'Content-Type: application/json' -d "$2" "$driver/session/$session$1"
}

session=$(curl -fs -X POST -H 'Content-Type: application/json' "$driver/session" -d '{"capabilities":{"alwaysMatch":{
    "goog:chromeOptions":{"args":["--headless=new","--no-sandbox","--disable-gpu","--disable-dev-shm-usage",
    "--hide-scrollbars","--no-first-run","--lang=ko","--user-data-dir='"$data/chromium"'"]}}}}' |
    sed -n 's/.*"sessionId":"\([^"]*\)".*/\1/p')
mkdir -p docs/screenshots

shoot() { # name, width, height, path
    tell /goog/cdp/execute '{"cmd":"Emulation.setDeviceMetricsOverride","params":{"width":'"$2"',"height":'"$3"',
        "deviceScaleFactor":1,"mobile":false}}' >/dev/null
    tell /url '{"url":"'"$origin$4"'"}' >/dev/null
    curl -fs "$driver/session/$session/screenshot" | sed 's/.*"value":"\([^"]*\)".*/\1/' | base64 -d |
        pngquant --quality 40-80 --speed 1 --strip - >"docs/screenshots/$1.png"
    echo "docs/screenshots/$1.png"
}

# Becomes who the demo has for a role.
enter() {
    of_role=$(tr '{}' '\n\n' <"$data/said" | grep "\"role\":\"$1\"")
    login=$(echo "$of_role" | sed 's/.*"login":"\([^"]*\)".*/\1/')
    password=$(echo "$of_role" | sed 's/.*"password":"\([^"]*\)".*/\1/')
    cookie=$(curl -fs -o /dev/null -D - -H 'Sec-Fetch-Site: same-origin' --data-urlencode "login=$login" \
        --data-urlencode "password=$password" -d next= "$origin/sign-in" | sed -n 's/^set-cookie: iljari=\([^;]*\);.*/\1/p')
    tell /cookie '{"cookie":{"name":"iljari","value":"'"$cookie"'","path":"/"}}' >/dev/null
}

both() { # name, path
    shoot "$1" 1280 1000 "$2"
    shoot "$1-phone" 390 844 "$2"
}

both home /
shoot search 1280 1100 '/openings?q=%EB%8F%8C%EB%B4%84'
shoot fit 1280 1100 /fit
both programmes /programmes
both events /events
both youth /youth
while read -r role name path; do
    enter "$role"
    both "$name" "$path"
done <<'END'
seeker seeker /me
seeker path /me/path
seeker saved-searches /me/searches
seeker supporter /me/supporter
employer employer /employer
counselor counselor /staff/today
counselor cohorts /staff/cohorts
counselor staff-events /staff/events
counselor work-trials /staff/work-trials
supervisor supervisor /staff/review
supervisor follow-up /staff/follow-up
clerk clerk /staff
agency agency /staff
partner partner /staff
plan_manager plan_manager /staff/ledger
plan_manager supporters /staff/supporters
mayor mayor /staff
auditor auditor /staff
operator operator /staff/system
END
