#!/bin/sh
# Writes what docker-compose.yml wants and is not there yet: a random database password in a file of its own, and .env,
# which names that file, the engine's socket and the group that owns it.
set -eu
cd "$(dirname "$0")/.."
umask 077
touch .env
[ -z "$(tail -c 1 .env)" ] || echo >> .env # an editor may have left the last line without its end
secret=secrets/database-password

add() { # add NAME VALUE: unless .env has one
    if ! grep -q "^$1=" .env; then
        echo "$1=$2" >> .env
        echo ".env: $1 added"
    fi
}

if ! grep -q '^HOLDOUT_DATABASE_PASSWORD_FILE=' .env && [ ! -e "$secret" ]; then
    mkdir -p secrets
    # Of the release before: the password itself in .env, which the database knows already.
    password=$(sed -n 's/^POSTGRES_PASSWORD=//p' .env)
    printf '%s\n' "${password:-$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')}" > "$secret"
    # Containers of several users read it; on this machine nobody enters the folder but its owner.
    chmod 444 "$secret"
    sed -i '/^POSTGRES_PASSWORD=/d' .env
    echo "$secret written"
fi
add HOLDOUT_DATABASE_PASSWORD_FILE "./$secret"

socket=${DOCKER_HOST:-unix:///var/run/docker.sock}
socket=${socket#unix://}
case $socket in
    /run/user/*) group=0 ;; # a rootless engine's user is its containers' root
    *) group=$(stat -c %g "$socket") ;;
esac
add DOCKER_SOCKET "$socket"
add DOCKER_GID "$group"
