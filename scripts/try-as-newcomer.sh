#!/usr/bin/env bash
# Starts the service and runs the demonstration as the README says: once as the current user, once as an
# ordinary user from a copy in a path with spaces. Usage: try-as-newcomer.sh PROJECT WORKFOLDER
set -euo pipefail
project=$1
work=$2

free_port() { node -e 'const s=require("node:net").createServer().listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})'; }

# try FOLDER [COMMAND PREFIX…]
try() {
  local folder=$1; shift
  local data="$folder/var of this try"
  local port; port=$(free_port)
  export SKYDOCKET_DATA_DIR="$data" SKYDOCKET_PORT=$port SKYDOCKET_MQTT_PORT SKYDOCKET_PG_PORT=0 SKYDOCKET_LOG_LEVEL=warn
  SKYDOCKET_MQTT_PORT=$(free_port)
  for round in first 'after kill -9'; do
    (cd "$folder" && exec "$@" node scripts/start.mjs) &
    local pid=$!
    for _ in $(seq 600); do
      curl -sf "http://127.0.0.1:$port/readyz" >/dev/null && break
      kill -0 "$pid" 2>/dev/null || { echo "the service ended"; return 1; }
      sleep 0.1
    done
    curl -sf "http://127.0.0.1:$port/readyz" >/dev/null
    echo "ready ($round start)"
    if [ "$round" = first ]; then
      (cd "$folder" && "$@" npm run --silent demo)
      kill -9 "$(service_pid "$pid")"
    else
      kill -TERM "$(service_pid "$pid")"
    fi
    wait "$pid" || true
  done
  rm -rf "$data"
}

# The service may be the child of the command that changed the user.
service_pid() { pgrep -P "$1" -f scripts/start.mjs || echo "$1"; }

try "$project"

if [ "$(id -u)" = 0 ]; then
  id skydocket-try >/dev/null 2>&1 || useradd --create-home skydocket-try
  copy="$(getent passwd skydocket-try | cut -d: -f6)/a copy"
  rm -rf "$copy"
  mkdir -p "$copy"
  (cd "$project" && git ls-files -z | xargs -0 cp --parents -t "$copy")
  cp -r "$project/node_modules" "$copy/"
  chown -R skydocket-try "$copy"
  try "$copy" runuser -u skydocket-try --
  rm -rf "$copy"
fi
