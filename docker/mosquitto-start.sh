#!/bin/sh
# Starts Mosquitto with mosquitto.conf. The first start creates the user of MQTT_URL: it administers the other users and
# their topics, reads everything, and may publish to devices, which `dynsec init` alone does not allow.
# Later changes of MQTT_USER or MQTT_PASSWORD have no effect: change them with mosquitto_ctrl.
set -eu
umask 077

config=${MOSQUITTO_CONFIG:-/mosquitto/config/mosquitto.conf}
users=${MOSQUITTO_DATA:-/mosquitto/data}/dynamic-security.json
publish='{"acltype": "publishClientSend", "topic": "#", "allow": true}'

if [ ! -f "$users" ]; then
  mosquitto_ctrl dynsec init "$users.new" "$MQTT_USER" "$MQTT_PASSWORD" >/dev/null
  sed -i "s/\"acls\":[[:space:]]*\[{/\"acls\": [$publish, {/" "$users.new"
  grep -qF "$publish" "$users.new"
  mv "$users.new" "$users"
fi

exec mosquitto -c "$config"
