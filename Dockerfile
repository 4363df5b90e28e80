# The service in one small image: docker build -t five-keys-bot .

FROM rust:1.95-slim-bookworm AS build
WORKDIR /build

# The dependencies alone, with empty sources in place of ours: this layer is rebuilt only when the manifest changes.
COPY Cargo.toml Cargo.lock ./
RUN mkdir src \
    && touch src/lib.rs \
    && echo 'fn main() {}' >src/main.rs \
    && cargo build --release --locked \
    && rm -r src

# Ours. Docker keeps the files' times, and cargo must see them as newer than the empty ones.
COPY . .
RUN touch src/lib.rs src/main.rs \
    && cargo build --release --locked

FROM debian:bookworm-slim
# Outgoing TLS is verified against the system's certificates. Their newest version is the right one.
# hadolint ignore=DL3008
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --user-group --no-create-home --home-dir /data --shell /usr/sbin/nologin bot \
    && install --directory --owner=bot --group=bot /data
COPY --from=build /build/target/release/five-keys-bot /usr/local/bin/five-keys-bot

USER bot
WORKDIR /data
# SQLite lives here until DATABASE_URL names a PostgreSQL.
VOLUME /data
ENV DATABASE_URL=sqlite:/data/bot.db
EXPOSE 8080
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s --retries=3 CMD ["five-keys-bot", "healthcheck"]
ENTRYPOINT ["five-keys-bot"]
