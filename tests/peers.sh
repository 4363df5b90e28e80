# shellcheck shell=bash
# Redis and nginx, for the tests of several replicas. Sourced, not run. Neither is installed as a service: their programs
# are unpacked below the target folder, and the tests start and stop them.
#
#   peers_find        sets and exports REDIS_SERVER and NGINX_PROGRAM; fetches them (Debian, as root) when they are missing
#   prometheus_find   the same for PROMTOOL, and for PROMETHEUS, which only tests/stack/run needs
#   faketime_find     the same for FAKETIME_LIBRARY, which only tests/proof/run needs
#   python_find       says where a Python with matplotlib is

peers_find() {
    local folder=${CARGO_TARGET_DIR:-target}/peers
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    REDIS_SERVER=${REDIS_SERVER:-$(command -v redis-server || echo "$folder/usr/bin/redis-server")}
    NGINX_PROGRAM=${NGINX_PROGRAM:-$(command -v nginx || echo "$folder/usr/sbin/nginx")}
    export REDIS_SERVER NGINX_PROGRAM
    if [ -x "$REDIS_SERVER" ] && [ -x "$NGINX_PROGRAM" ]; then
        return
    fi
    if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
        echo "Please install redis-server and nginx first (Debian: apt-get install redis-server nginx)." >&2
        return 1
    fi
    echo "Fetching Redis and nginx for the tests of several replicas." >&2
    apt-get update -qq
    # In Debian the server of Redis is its checker under another name; the package of tools starts no service.
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends redis-tools libpcre2-8-0 >/dev/null
    (
        cd "$folder"
        apt-get download -qq -o APT::Sandbox::User=root nginx
        dpkg-deb --extract nginx_*.deb .
        rm nginx_*.deb
        mkdir -p usr/bin
        ln -sf "$(command -v redis-check-rdb)" usr/bin/redis-server
    )
    "$REDIS_SERVER" --version >&2
    "$NGINX_PROGRAM" -v
}

prometheus_find() {
    local folder=${CARGO_TARGET_DIR:-target}/peers
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    PROMETHEUS=${PROMETHEUS:-$(command -v prometheus || echo "$folder/usr/bin/prometheus")}
    PROMTOOL=${PROMTOOL:-$(command -v promtool || echo "$folder/usr/bin/promtool")}
    export PROMETHEUS PROMTOOL
    if [ -x "$PROMETHEUS" ] && [ -x "$PROMTOOL" ]; then
        return
    fi
    if ! command -v apt-get >/dev/null; then
        echo "Please install Prometheus first, with its promtool." >&2
        return 1
    fi
    echo "Fetching Prometheus, whose promtool reads our metrics and rules." >&2
    (
        cd "$folder"
        [ "$(id -u)" -ne 0 ] || apt-get update -qq
        apt-get download -qq -o APT::Sandbox::User=root prometheus
        dpkg-deb --extract prometheus_*.deb .
        rm prometheus_*.deb
    )
}

faketime_find() {
    local folder=${CARGO_TARGET_DIR:-target}/peers
    mkdir -p "$folder"
    folder=$(cd "$folder" && pwd)
    FAKETIME_LIBRARY=${FAKETIME_LIBRARY:-$folder/libfaketime.so.1}
    export FAKETIME_LIBRARY
    [ ! -e "$FAKETIME_LIBRARY" ] || return 0
    (
        cd "$folder"
        [ "$(id -u)" -ne 0 ] || apt-get update -qq
        apt-get download -qq -o APT::Sandbox::User=root libfaketime
        dpkg-deb --extract libfaketime_*.deb .
        rm libfaketime_*.deb
        # Its folder has the name of the machine's kind.
        ln -sf usr/lib/*/faketime/libfaketime.so.1 libfaketime.so.1
    )
}

python_find() {
    local folder=${CARGO_TARGET_DIR:-target}/peers/python
    if ! [ -x "$folder/bin/python" ]; then
        python3 -m venv "$folder" >&2
        "$folder/bin/pip" install --quiet matplotlib >&2
    fi
    echo "$folder/bin/python"
}
