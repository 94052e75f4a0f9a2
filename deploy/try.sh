#!/bin/sh
# Brings Holdout up by docker-compose and tries it for real, beside whatever else runs here: base images from Debian
# packages where there are none, the image of this working copy, then tests/deploy. Wants root and a set-up done.
set -eu
cd "$(dirname "$0")/.."
for program in docker-compose mmdebstrap; do
    command -v "$program" >/dev/null || apt-get install --yes -qq --no-install-recommends "$program"
done
deploy/standin.sh metrics
deploy/stage.sh
DOCKER_GID=0 HOLDOUT_DATABASE_PASSWORD_FILE=/dev/null docker-compose build --quiet web
exec .venv/bin/python -m pytest -v tests/deploy/test_composed.py
