#!/bin/sh
# Writes .env for docker-compose.yml, once: a random database password and the group that owns the engine's socket.
set -eu
cd "$(dirname "$0")/.."
if [ -e .env ]; then
    echo ".env is there already; it is left as it is"
    exit
fi
umask 077
{
    echo "POSTGRES_PASSWORD=$(od -An -N24 -tx1 /dev/urandom | tr -d ' \n')"
    echo "DOCKER_GID=$(stat -c %g /var/run/docker.sock)"
} > .env
echo "wrote .env"
