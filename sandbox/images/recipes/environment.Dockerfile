# Our code on the locked wheels. /pair belongs to the judge: the candidate's side mounts it read-only.
ARG DEPENDENCIES
FROM ${DEPENDENCIES}
COPY code /usr/local/lib/python3.11/dist-packages/sandbox
RUN python3 -m compileall -q /usr/local/lib/python3.11/dist-packages/sandbox \
    && mkdir /pair && chown 10002:10003 /pair && chmod 0755 /pair
ENV OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 MKL_NUM_THREADS=1 \
    PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LANG=C.UTF-8 HOME=/tmp
WORKDIR /tmp
ARG ENVIRONMENT FINGERPRINT
LABEL holdout.environment=${ENVIRONMENT} holdout.fingerprint=${FINGERPRINT}
