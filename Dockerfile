# One image for all roles; docker-compose.yml gives each its command.
FROM python:3.12-slim-bookworm AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /opt/storywire \
 && /opt/storywire/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY streams streams
COPY agents agents
RUN /opt/storywire/bin/pip install --no-cache-dir hatchling \
 && /opt/storywire/bin/pip install --no-cache-dir --no-deps --no-build-isolation . \
 && /opt/storywire/bin/pip uninstall --yes hatchling

FROM python:3.12-slim-bookworm
RUN useradd --uid 10001 --create-home --home-dir /var/lib/storywire storywire
COPY --from=build /opt/storywire /opt/storywire
ENV PATH=/opt/storywire/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    NUMBA_CACHE_DIR=/var/lib/storywire/compiled \
    STORYWIRE_DATA_FOLDER=/var/lib/storywire/data
USER storywire
WORKDIR /var/lib/storywire
# The clusterer's inner loops are compiled here, and once more where the processor is another one.
RUN mkdir data && python -c "import agents.deduplication.clusterer"
VOLUME /var/lib/storywire/data
# A worker may need two batches to stop cleanly.
STOPSIGNAL SIGTERM
ENTRYPOINT ["storywire"]
CMD ["--help"]
