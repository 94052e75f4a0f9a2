#!/bin/bash
# The start of the stand-in database image, doing what the official one does for the POSTGRES_* variables below.
set -eu

if [ "$(id -u)" = 0 ]; then
    mkdir -p "$PGDATA" /var/run/postgresql
    chown -R postgres: "$PGDATA" /var/run/postgresql
    chmod 700 "$PGDATA"
    exec setpriv --reuid=postgres --regid=postgres --init-groups "$0" "$@"
fi

if [ ! -s "$PGDATA/PG_VERSION" ]; then
    user=${POSTGRES_USER:-postgres}
    [ -s "$POSTGRES_PASSWORD_FILE" ] || { echo "$POSTGRES_PASSWORD_FILE holds no password" >&2; exit 1; }
    initdb --username="$user" --pwfile="$POSTGRES_PASSWORD_FILE" \
        --auth-local=trust --auth-host=scram-sha-256 ${POSTGRES_INITDB_ARGS:-}
    echo "host all all all scram-sha-256" >> "$PGDATA/pg_hba.conf"
    echo "listen_addresses = '*'" >> "$PGDATA/postgresql.conf"
    pg_ctl --wait start --options="-c listen_addresses=''"
    createdb --username="$user" "${POSTGRES_DB:-$user}"
    pg_ctl --wait stop
fi
exec "$@"
