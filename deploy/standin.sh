#!/bin/sh
# Builds, from Debian packages, images that stand in for the base images of the compose file, under the same names: the
# three it always needs, and with `metrics` as argument the one of that profile.
# For machines that reach a Debian mirror and no image registry. Wants root, a Docker Engine and mmdebstrap.
set -eu
cd "$(dirname "$0")"

PYTHON_IMAGE=python:3.11-slim-bookworm
POSTGRES_IMAGE=postgres:17-trixie
HAPROXY_IMAGE=haproxy:3.0
PROMETHEUS_IMAGE=prom/prometheus:v3.5.0

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

bootstrap() { # bootstrap SUITE PACKAGES OPTION...: a root file system in $scratch/root.tar, whole or the script ends
    suite=$1 packages=$2
    shift 2
    mmdebstrap --quiet --variant=minbase --include="$packages" \
        --dpkgopt=path-exclude=/usr/share/man/* --dpkgopt=path-exclude=/usr/share/locale/* "$@" "$suite" "$scratch/root.tar"
}

exists() { docker image inspect "$1" >/dev/null 2>&1; }

if exists "$PYTHON_IMAGE"; then
    echo "$PYTHON_IMAGE is there already"
else
    echo "building $PYTHON_IMAGE from Debian 12 ..."
    bootstrap bookworm ca-certificates,python3,python3-venv \
        --customize-hook='ln -s /usr/bin/python3 "$1/usr/local/bin/python"'
    docker import --change 'CMD ["python3"]' "$scratch/root.tar" "$PYTHON_IMAGE"
fi

if exists "$POSTGRES_IMAGE"; then
    echo "$POSTGRES_IMAGE is there already"
else
    echo "building $POSTGRES_IMAGE from Debian 13 ..."
    bootstrap trixie postgresql-17 \
        --essential-hook='mkdir -p "$1/etc/postgresql-common" && echo "create_main_cluster = false" > "$1/etc/postgresql-common/createcluster.conf"' \
        --customize-hook='copy-in postgres-entrypoint.sh /usr/local/bin' \
        --customize-hook='ln -s postgres-entrypoint.sh "$1/usr/local/bin/docker-entrypoint.sh"' \
        --customize-hook='chroot "$1" install -d -o postgres -g postgres -m 1777 /var/lib/postgresql/data'
    docker import \
        --change 'ENV PATH=/usr/lib/postgresql/17/bin:/usr/local/bin:/usr/bin:/bin' \
        --change 'ENV PGDATA=/var/lib/postgresql/data' \
        --change 'ENV LANG=C.UTF-8' \
        --change 'VOLUME /var/lib/postgresql/data' \
        --change 'ENTRYPOINT ["docker-entrypoint.sh"]' \
        --change 'CMD ["postgres"]' \
        "$scratch/root.tar" "$POSTGRES_IMAGE"
fi

if exists "$HAPROXY_IMAGE"; then
    echo "$HAPROXY_IMAGE is there already"
else
    echo "building $HAPROXY_IMAGE from Debian 13 ..."
    bootstrap trixie haproxy
    docker import --change 'ENV PATH=/usr/local/bin:/usr/sbin:/usr/bin:/bin' --change 'USER haproxy' \
        "$scratch/root.tar" "$HAPROXY_IMAGE"
fi

if [ "${1:-}" != metrics ]; then
    exit
elif exists "$PROMETHEUS_IMAGE"; then
    echo "$PROMETHEUS_IMAGE is there already"
else
    echo "building $PROMETHEUS_IMAGE from Debian 13 ..."
    bootstrap trixie prometheus \
        --customize-hook='mkdir -p "$1/prometheus" && chroot "$1" chown nobody: /prometheus'
    docker import \
        --change 'USER nobody' \
        --change 'VOLUME /prometheus' \
        --change 'ENTRYPOINT ["/usr/bin/prometheus"]' \
        "$scratch/root.tar" "$PROMETHEUS_IMAGE"
fi
