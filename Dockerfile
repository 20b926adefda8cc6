# The service without its private database: compose.yaml gives it one. Without Docker: make run.
FROM node:22-bookworm-slim AS browser
WORKDIR /srv/stemmap
COPY package.json package-lock.json ./
COPY bin/setup bin/setup
RUN bin/setup --browser

FROM python:3.12-slim-bookworm
# What PDF reports and pictures of maps are made with.
RUN apt-get update && apt-get install -y --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 libcairo2 fonts-dejavu-core \
    && rm -rf /var/lib/apt/lists/*
RUN useradd --uid 10001 --create-home --home-dir /var/lib/stemmap stemmap
WORKDIR /srv/stemmap
COPY requirements.lock ./
RUN pip install --no-cache-dir --disable-pip-version-check --require-hashes --only-binary :all: -r requirements.lock
COPY . .
COPY --from=browser /srv/stemmap/app/web/static/vendor app/web/static/vendor
RUN pip install --no-cache-dir --no-deps --no-index --no-build-isolation --editable .

USER stemmap
ENV STEMMAP_HOME=/var/lib/stemmap STEMMAP_HOST=0.0.0.0 STEMMAP_PORT=8000
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=90s --retries=3 \
  CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:8000/readyz', timeout=4)"]
CMD ["stemmap", "run"]
