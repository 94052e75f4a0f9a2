# The base system where a registry can be reached; otherwise the same packages are bootstrapped and imported.
FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends python3 && rm -rf /var/lib/apt/lists/*
ARG ENVIRONMENT FINGERPRINT
LABEL holdout.environment=${ENVIRONMENT} holdout.fingerprint=${FINGERPRINT}
