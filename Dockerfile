# Four images from one file: `cpu`, the default, serves; `gpu` serves with torch; `train` fits; `cluster`
# works on files on a Ray cluster. They run as uid 65532 from a read-only root file system; none has a
# compiler or pip, and only `train` has the code of training. `make image` builds them; for a release,
# give it the base with its digest: BASE_IMAGE=python:3.11-slim-bookworm@sha256:…
ARG BASE_IMAGE=python:3.11-slim-bookworm
ARG VERSION=0.1.0


# The virtual environment with what Nomen depends on, without Nomen: this layer changes only with
# the lock. pip checks the hash of every file that it installs here.
FROM ${BASE_IMAGE} AS dependencies
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_PYTHON=/opt/nomen/bin/python3
WORKDIR /src
COPY locks/core.txt locks/
RUN python3 -m venv --without-pip /opt/nomen \
    && python3 -m pip install --require-hashes -r locks/core.txt


# What runs: the base without pip, which nothing needs after the build. The last three paths are those of
# a base made of Debian's own Python.
FROM ${BASE_IMAGE} AS runtime
RUN rm -rf /usr/local/lib/python3.*/site-packages/* /usr/local/lib/python3.*/ensurepip \
    /usr/local/bin/pip* /usr/local/bin/wheel /usr/bin/pip* \
    /usr/lib/python3/dist-packages/* /usr/lib/python3.*/ensurepip /usr/share/python-wheels


# torch comes from an index of its own where one is given: PyPI's torch for Linux brings CUDA along.
# Its hash differs from index to index, so the lock leaves it out.
FROM dependencies AS train-dependencies
ARG TORCH_INDEX=""
COPY locks/train.txt locks/
RUN python3 -m pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0 \
    && python3 -m pip install --require-hashes -r locks/train.txt


FROM dependencies AS gpu-dependencies
ARG TORCH_INDEX=""
COPY locks/gpu.txt locks/
RUN python3 -m pip install ${TORCH_INDEX:+--index-url "$TORCH_INDEX"} torch==2.13.0 \
    && python3 -m pip install --require-hashes -r locks/gpu.txt


# Nomen itself, byte-compiled, as a tree to lay over the virtual environment.
FROM dependencies AS build
COPY locks/build.txt locks/
RUN python3 -m pip install --require-hashes -r locks/build.txt
COPY . .
RUN python3 -m pip install --no-deps --no-build-isolation --ignore-installed --prefix /install .


# Nomen as it serves: without training and what training alone ships.
FROM build AS service
RUN rm -r /install/lib/python3.*/site-packages/nomen/training /install/bin/nomen-train


FROM runtime AS train
# Libraries keep caches in the home folder, and ask who runs them; uid 65532 has no passwd entry.
# Threads that wait must not spin: where the CPUs are shared, two of them took twenty times as long.
ENV PATH=/opt/nomen/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    USER=nomen \
    MPLCONFIGDIR=/tmp/matplotlib \
    ORT_DISABLE_TELEMETRY=1 \
    OMP_WAIT_POLICY=passive
COPY --from=train-dependencies /opt/nomen /opt/nomen
COPY --from=build /install /opt/nomen
# Runs go to ./runs: mount a folder that uid 65532 may write here.
WORKDIR /out
USER 65532:65532
ENTRYPOINT ["nomen-train"]
CMD ["--help"]
ARG BASE_IMAGE
ARG VERSION
ARG REVISION=unknown
LABEL org.opencontainers.image.title="nomen-train" \
      org.opencontainers.image.description="Fits the person-name tagger Nomen on your own sentences" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"


FROM dependencies AS cluster-dependencies
COPY locks/cluster.txt locks/
RUN python3 -m pip install --require-hashes -r locks/cluster.txt


# Head, workers and job of a Ray cluster: deploy/kubernetes/ray/job.yaml.
FROM runtime AS cluster
ENV PATH=/opt/nomen/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    ORT_DISABLE_TELEMETRY=1 \
    RAY_USAGE_STATS_ENABLED=0
COPY --from=cluster-dependencies /opt/nomen /opt/nomen
COPY --from=service /install /opt/nomen
USER 65532:65532
ENTRYPOINT ["nomen"]
CMD ["--help"]
ARG BASE_IMAGE
ARG VERSION
ARG REVISION=unknown
LABEL org.opencontainers.image.title="nomen-cluster" \
      org.opencontainers.image.description="Tags and redacts person names in files on a Ray cluster" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"


# What the images that serve have in common.
FROM runtime AS serving
ENV PATH=/opt/nomen/bin:$PATH \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    HOME=/tmp \
    ORT_DISABLE_TELEMETRY=1 \
    NOMEN_HOST=0.0.0.0
USER 65532:65532
EXPOSE 8000
STOPSIGNAL SIGTERM
# The image has no curl. Formats without health checks (OCI) leave this line out.
HEALTHCHECK --interval=10s --timeout=3s --start-period=60s --retries=3 \
    CMD ["python3", "-c", "import os, urllib.request as u; u.urlopen('http://127.0.0.1:' + os.environ.get('NOMEN_PORT', '8000') + '/readyz', timeout=2)"]
ENTRYPOINT ["nomen"]
CMD ["serve"]


# torch asks who runs it, and keeps caches in the home folder.
FROM serving AS gpu
ENV USER=nomen \
    NVIDIA_VISIBLE_DEVICES=all \
    NVIDIA_DRIVER_CAPABILITIES=compute,utility
COPY --from=gpu-dependencies /opt/nomen /opt/nomen
COPY --from=service /install /opt/nomen
ARG BASE_IMAGE
ARG VERSION
ARG REVISION=unknown
LABEL org.opencontainers.image.title="nomen-gpu" \
      org.opencontainers.image.description="Tags person names in text over HTTP, on a GPU" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"


FROM serving AS cpu
COPY --from=dependencies /opt/nomen /opt/nomen
COPY --from=service /install /opt/nomen
ARG BASE_IMAGE
ARG VERSION
ARG REVISION=unknown
LABEL org.opencontainers.image.title="nomen" \
      org.opencontainers.image.description="Tags person names in text over HTTP" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.base.name="${BASE_IMAGE}"
