# Runs the bot as an ordinary user; only /data, /articles and /tmp are ever written.
# docs/deploy.md says how to use it.

FROM python:3.13-slim AS build
WORKDIR /build
RUN python -m venv /opt/coverage-bot
COPY requirements-bot.lock ./
RUN /opt/coverage-bot/bin/pip install --no-cache-dir --no-deps --require-hashes -r requirements-bot.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY index index
RUN /opt/coverage-bot/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
COPY --from=build /opt/coverage-bot /opt/coverage-bot
COPY seeds /articles
# Whoever owns the articles folder, on most machines the first person; the volume for /data takes
# its owner from here.
ARG BOT_UID=1000
ARG BOT_GID=1000
RUN groupadd --non-unique --gid "$BOT_GID" bot \
    && useradd --non-unique --uid "$BOT_UID" --gid "$BOT_GID" --create-home bot \
    && mkdir /data && chown -R bot:bot /data /articles
ENV PATH="/opt/coverage-bot/bin:$PATH" \
    PYTHONUNBUFFERED=1 \
    BOT_ARTICLES=/articles \
    BOT_DATA=/data
USER bot
WORKDIR /data
VOLUME ["/data"]
HEALTHCHECK --interval=5m --timeout=2m --start-period=10m --retries=2 CMD ["coverage-bot", "doctor"]
ENTRYPOINT ["coverage-bot"]
