# BASE has Python 3.11 or newer with venv, certificates of authorities, and libstdc++, as every Debian with apt has. For a build that repeats, name it by digest.
# No step needs root in the container afterwards, none needs the network when a wheelhouse is in the context:
#   make wheelhouse && docker build --build-arg PIP_NO_INDEX=1 --build-arg PIP_FIND_LINKS=build/wheelhouse .
# Continuous integration has no container engine. tests/deploy carries out these very instructions in a root of its own.
ARG BASE=python:3.11-slim-bookworm

FROM ${BASE} AS build
# pip reads its settings from these: a mirror of your own, or a wheelhouse.
ARG PIP_INDEX_URL
ARG PIP_NO_INDEX
ARG PIP_FIND_LINKS
ARG PIP_NO_CACHE_DIR=1
ARG PIP_DISABLE_PIP_VERSION_CHECK=1
ARG PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
COPY . .
# Two environments: one that installs, and the one that is shipped, which has neither pip nor setuptools.
RUN python3 -m venv /tools \
 && /tools/bin/pip install --require-hashes --only-binary=:all: --requirement requirements/build.txt \
 && python3 -m venv --without-pip /opt/marsad \
 && /tools/bin/pip --python /opt/marsad/bin/python install --require-hashes --only-binary=:all: --requirement requirements/runtime.txt \
 && /tools/bin/pip wheel --no-deps --no-build-isolation --wheel-dir /wheels . \
 && /tools/bin/pip --python /opt/marsad/bin/python install --no-index --no-deps /wheels/*.whl
# What is shipped loads, or there is no image.
RUN /opt/marsad/bin/marsad check --config.file=config/marsad.yaml

FROM ${BASE}
ARG BASE
ARG VERSION=0.1.0
ARG REVISION=unknown
ARG CREATED=1970-01-01T00:00:00Z
LABEL org.opencontainers.image.title="marsad" \
      org.opencontainers.image.description="Availability monitor that tells announced maintenance from an outage" \
      org.opencontainers.image.url="https://example.org/marsad" \
      org.opencontainers.image.source="https://example.org/marsad" \
      org.opencontainers.image.documentation="https://example.org/marsad/docs" \
      org.opencontainers.image.vendor="Marsad" \
      org.opencontainers.image.licenses="Apache-2.0" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${BASE}"
# Byte code was written above; the root may be read-only.
ENV MARSAD_REVISION="${REVISION}" \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
COPY --from=build /opt/marsad /opt/marsad
COPY config/marsad.yaml /etc/marsad/marsad.yaml
COPY config/modules.yml /etc/marsad/
COPY config/gazetteer.yaml /etc/marsad/
COPY config/platforms /etc/marsad/platforms
COPY config/windows /etc/marsad/windows
RUN install -d -m 0750 -o 65532 -g 65532 /var/lib/marsad
VOLUME /var/lib/marsad
# A number: Kubernetes cannot tell that a name is not root.
USER 65532:65532
EXPOSE 10115
# The base has no curl. A web configuration with TLS or users needs a health check of its own.
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 \
  CMD ["/opt/marsad/bin/python", "-c", "import http.client, sys; asked = http.client.HTTPConnection('127.0.0.1', 10115, timeout=4); asked.request('GET', '/-/healthy'); sys.exit(asked.getresponse().status != 200)"]
ENTRYPOINT ["/opt/marsad/bin/marsad"]
CMD ["run", "--config.file=/etc/marsad/marsad.yaml", "--storage.url=sqlite:////var/lib/marsad/marsad.db", "--web.listen-address=:10115"]
