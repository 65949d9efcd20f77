#!/bin/sh
# Starts Mosquitto with mosquitto.conf. The first start creates the administrator of the dynamic security plugin, which
# Skydocket is told of as SKYDOCKET_MQTT_ADMIN_URL; with it Skydocket makes every other log-in, its own of MQTT_URL included.
# Later changes of MQTT_ADMIN_USER or MQTT_ADMIN_PASSWORD have no effect: change them with mosquitto_ctrl.
set -eu
umask 077

config=${MOSQUITTO_CONFIG:-/mosquitto/config/mosquitto.conf}
users=${MOSQUITTO_DATA:-/mosquitto/data}/dynamic-security.json

if [ ! -f "$users" ]; then
  mosquitto_ctrl dynsec init "$users.new" "$MQTT_ADMIN_USER" "$MQTT_ADMIN_PASSWORD" >/dev/null
  mv "$users.new" "$users"
fi

exec mosquitto -c "$config"
