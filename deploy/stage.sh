#!/bin/sh
# Puts the locked Python and front-end packages into deploy/stage, so that the image is built from them and its build
# needs no network. For builders that cannot reach the package indexes this machine can. Wants a set-up done (make run).
set -eu
cd "$(dirname "$0")/.."

python=.venv/bin/python
"$python" -c 'import sys; sys.exit(sys.version_info[:2] != (3, 11))' || {
    echo "The image runs Python 3.11, so the packages must be fetched by 3.11: make PYTHON=python3.11 run" >&2
    exit 1
}
PATH="$PWD/.venv/bin:$PATH"
stage=deploy/stage
rm -rf "$stage/wheels" "$stage/npm" "$stage/env"

for lock in base node; do
    "$python" -m pip download --quiet --disable-pip-version-check --require-hashes --only-binary :all: \
        --requirement "requirements/$lock.txt" --dest "$stage/wheels"
done

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
cp package.json package-lock.json "$scratch"
npm ci --prefix "$scratch" --cache "$PWD/$stage/npm" --no-audit --no-fund --ignore-scripts --silent

cat > "$stage/env" <<'END'
PIP_NO_INDEX=1
PIP_FIND_LINKS=/srv/holdout/deploy/stage/wheels
npm_config_offline=true
npm_config_cache=/srv/holdout/deploy/stage/npm
END
echo "Staged in $stage; the next docker-compose build uses it. Remove all but README.md to fetch from the network again."
