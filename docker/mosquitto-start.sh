#!/bin/sh
# Starts Mosquitto with mosquitto.conf. The first start creates the administrator of the dynamic security plugin, which
# Skydocket is told of as SKYDOCKET_MQTT_ADMIN_URL; with it Skydocket makes every other log-in, its own of MQTT_URL included.
# Later changes of MQTT_ADMIN_USER or MQTT_ADMIN_PASSWORD have no effect: change them with mosquitto_ctrl. Where the file is
# there without that administrator only the administrator in it can make one, while the broker runs: so it is said, and
# devices are served.
set -eu
umask 077

config=${MOSQUITTO_CONFIG:-/mosquitto/config/mosquitto.conf}
users=${MOSQUITTO_DATA:-/mosquitto/data}/dynamic-security.json

if [ ! -f "$users" ]; then
  mosquitto_ctrl dynsec init "$users.new" "$MQTT_ADMIN_USER" "$MQTT_ADMIN_PASSWORD" >/dev/null
  mv "$users.new" "$users"
elif ! tr -d '[:space:]' <"$users" | grep -qF "\"username\":\"$MQTT_ADMIN_USER\""; then
  cat >&2 <<END
$users has no administrator "$MQTT_ADMIN_USER": it is of an installation in which another log-in administered the broker.
Devices are served, but the service does not start and this broker stays unhealthy until it is made.
See "An administrator of the broker" in docs/upgrading.md.
END
fi

exec mosquitto -c "$config"
