#!/bin/sh
# Runs once, when the database is created: Skydocket's own role, owner of its database and nothing more.
set -eu
psql --username "$POSTGRES_USER" --dbname postgres --set ON_ERROR_STOP=1 --set password="$SKYDOCKET_DB_PASSWORD" <<'SQL'
CREATE ROLE skydocket LOGIN PASSWORD :'password';
CREATE DATABASE skydocket OWNER skydocket;
SQL
