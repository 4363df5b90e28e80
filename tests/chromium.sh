# shellcheck shell=bash
# Chromium and its driver, for the tests that walk through the playground in a browser. Sourced, not run.
#
#   chromium_find   sets and exports CHROMEDRIVER; installs both (Debian, as root) when they are missing

chromium_find() {
    CHROMEDRIVER=${CHROMEDRIVER:-$(command -v chromedriver || true)}
    if [ -z "$CHROMEDRIVER" ]; then
        if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
            echo "Please install Chromium with chromedriver first (Debian: apt-get install chromium chromium-driver)." >&2
            return 1
        fi
        echo "Installing Chromium for the tests in a browser." >&2
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
            chromium chromium-driver fonts-dejavu-core >/dev/null
        CHROMEDRIVER=$(command -v chromedriver)
    fi
    export CHROMEDRIVER
}
