# The locked wheels, staged by the host into the context: this build needs no network.
ARG BASE
FROM ${BASE}
COPY site /usr/local/lib/python3.11/dist-packages
RUN python3 -m compileall -q -j 0 /usr/local/lib/python3.11/dist-packages || true
ARG ENVIRONMENT FINGERPRINT
LABEL holdout.environment=${ENVIRONMENT} holdout.fingerprint=${FINGERPRINT}
