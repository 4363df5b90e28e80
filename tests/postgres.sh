# shellcheck shell=bash
# Throw-away PostgreSQL clusters, for `tests/run` and `tests/postgres`. Sourced, not run.
#
#   postgres_start quick|durable   sets POSTGRES_URL, POSTGRES_PID, POSTGRES_BIN
#   postgres_stop                  stops the server by its pid and removes its folder; harmless without a cluster
#
# "quick" trades durability for speed; "durable" keeps what production has (fsync and synchronous_commit on).

POSTGRES_FOLDER=
POSTGRES_PID=

postgres_start() {
    POSTGRES_BIN=$(postgres_find) || postgres_install
    POSTGRES_FOLDER=$(mktemp -d "${TMPDIR:-/tmp}/five-keys-postgres.XXXXXX")
    [ "$(id -u)" -ne 0 ] || chown "$(postgres_user)" "$POSTGRES_FOLDER"

    postgres_as_user initdb --pgdata=data --username=postgres --auth=trust --encoding=UTF8 --locale=C --no-sync ||
        postgres_fail "initdb failed"
    postgres_settings "$1" >>"$POSTGRES_FOLDER/data/postgresql.conf"

    # Another program may take a port between a look and the start, so the start itself is the test.
    local port
    for _ in 1 2 3 4 5 6 7 8; do
        port=$((20000 + RANDOM % 12000))
        if postgres_as_user pg_ctl start --wait --timeout=60 --pgdata=data --log=server.log --options="-p $port"; then
            POSTGRES_PID=$(head -n 1 "$POSTGRES_FOLDER/data/postmaster.pid")
            # shellcheck disable=SC2034 # read by the scripts that source this
            POSTGRES_URL="postgres://postgres@127.0.0.1:$port/postgres"
            return
        fi
    done
    postgres_fail "the PostgreSQL server did not start"
}

postgres_stop() {
    local pid=$POSTGRES_PID folder=$POSTGRES_FOLDER tries=0
    POSTGRES_PID='' POSTGRES_FOLDER=''
    if [ -n "$pid" ] && kill -INT "$pid" 2>/dev/null; then # a fast shutdown: sessions are ended
        while [ -e "$folder/data/postmaster.pid" ] && [ "$tries" -lt 100 ]; do # its last act is to remove that file
            sleep 0.1
            tries=$((tries + 1))
        done
        kill -QUIT "$pid" 2>/dev/null || true
    fi
    [ -z "$folder" ] || rm -rf "$folder"
}

postgres_settings() {
    cat <<'CONF'
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 200
shared_buffers = '128MB'
timezone = 'UTC'
CONF
    case $1 in
    quick) printf '%s = off\n' fsync synchronous_commit full_page_writes ;;
    durable) printf '%s = on\n' fsync synchronous_commit full_page_writes ;;
    esac
}

# The folder with the server's programs: first in PATH, then where Debian, Homebrew and Red Hat keep them, newest first.
postgres_find() {
    local program folder
    while read -r program; do
        folder=$(dirname "$program")
        if [ -x "$folder/initdb" ] && [ -x "$folder/pg_ctl" ] && [ -x "$folder/postgres" ]; then
            printf '%s\n' "$folder"
            return
        fi
    done <<<"$(
        command -v initdb
        printf '%s\n' /usr/lib/postgresql/*/bin/initdb /usr/pgsql-*/bin/initdb \
            {/opt/homebrew,/usr/local}/opt/postgresql*/bin/initdb | sort -rV
    )"
    return 1
}

# Installs Debian's server when we may; its packaging would start a cluster of its own, which nobody asked for.
postgres_install() {
    local policy=/usr/sbin/policy-rc.d ours=
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "The tests need PostgreSQL: install its server (Debian: apt install postgresql, macOS: brew install" \
            "postgresql) or set TEST_DATABASE_URL to a postgres:// address whose user may create databases." >&2
        exit 1
    fi
    echo "Installing PostgreSQL (apt package postgresql)" >&2
    if [ ! -e "$policy" ]; then
        ours=yes
        printf '#!/bin/sh\nexit 101\n' >"$policy"
        chmod +x "$policy"
    fi
    { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends postgresql; } >&2 ||
        echo "apt-get could not install the package postgresql." >&2
    [ -z "$ours" ] || rm -f "$policy"
    POSTGRES_BIN=$(postgres_find) || exit 1
}

# Runs one of the server's programs in the cluster's folder, keeping what it says in output.log.
# PostgreSQL refuses to run as root.
postgres_as_user() {
    local program=$1 user
    shift
    set -- "$POSTGRES_BIN/$program" "$@"
    if [ "$(id -u)" -eq 0 ]; then
        user=$(postgres_user)
        if command -v setpriv >/dev/null; then
            set -- setpriv --reuid="$user" --regid="$(id -g "$user")" --clear-groups -- "$@"
        elif command -v runuser >/dev/null; then
            set -- runuser -u "$user" -- "$@"
        else
            set -- su -m "$user" -c "$(printf '%q ' "$@")"
        fi
    fi
    (cd "$POSTGRES_FOLDER" && "$@" </dev/null >>output.log 2>&1)
}

postgres_user() {
    if id postgres >/dev/null 2>&1; then echo postgres; else echo nobody; fi
}

postgres_fail() {
    echo "$1; its last words:" >&2
    tail -n 20 "$POSTGRES_FOLDER"/*.log >&2
    exit 1
}
