# Shared by installer/run and tests/run: says what happens, installs what is missing, configures and
# builds. Sourced, not run. Written for bash 3.2, which is what macOS ships.
# shellcheck shell=bash disable=SC2034

vos_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
vos_build_dir=${VOS_BUILD_DIR:-$vos_root/build}
case $vos_build_dir in /*) ;; *) vos_build_dir=$PWD/$vos_build_dir ;; esac
vos_step_number=0
vos_step_count=0

vos_cores() {
    local count
    count=$(nproc 2>/dev/null || sysctl -n hw.ncpu 2>/dev/null || echo 2)
    echo "${VOS_JOBS:-$count}"
}

vos_say() { printf '%s\n' "$*"; }
vos_note() { printf '      %s\n' "$*"; }
vos_fail() {
    printf '\n%s\n' "$*" >&2
    exit 1
}

# 75 -> "1 min 15 s"
vos_duration() {
    if [ "$1" -ge 60 ]; then
        printf '%d min %d s' $(($1 / 60)) $(($1 % 60))
    else
        printf '%d s' "$1"
    fi
}

# Announces the next of $vos_step_count steps.
vos_step() {
    vos_step_number=$((vos_step_number + 1))
    vos_step_start=$SECONDS
    printf '[%d/%d] %s\n' "$vos_step_number" "$vos_step_count" "$*"
}
vos_step_done() {
    vos_note "${1:-done} ($(vos_duration $((SECONDS - vos_step_start))))"
}

# vos_logged LOGFILE COMMAND…: runs it quietly; when it fails shows the end of what it said, and ends.
vos_logged() {
    local log=$1
    shift
    mkdir -p "$(dirname "$log")"
    if ! "$@" >"$log" 2>&1; then
        tail -n 40 "$log" >&2
        vos_fail "Failed: $*
All it said: $log"
    fi
}

# --- packages ---------------------------------------------------------------------------------------

vos_package_manager() {
    local manager
    for manager in apt-get dnf pacman brew; do
        if command -v "$manager" >/dev/null 2>&1; then
            echo "$manager"
            return
        fi
    done
}

# What the build, the running program, a bilingual window and the tests need, under each manager's names.
vos_packages() {
    case $1 in
    apt-get)
        echo g++ cmake ninja-build pkg-config ccache mold \
            qt6-base-dev qt6-svg-dev qt6-tools-dev qt6-tools-dev-tools qt6-l10n-tools \
            libsodium-dev libqrencode-dev qtkeychain-qt6-dev libminiupnpc-dev \
            libqt6sql6-sqlite libqt6svg6 qt6-translations-l10n \
            fonts-inter fonts-dejavu-core fonts-noto-cjk fonts-noto-color-emoji \
            iproute2 nftables
        ;;
    dnf)
        echo gcc-c++ cmake ninja-build pkgconf-pkg-config ccache mold \
            qt6-qtbase-devel qt6-qtsvg-devel qt6-qttools-devel qt6-qttranslations \
            libsodium-devel qrencode-devel qtkeychain-qt6-devel miniupnpc-devel \
            rsms-inter-fonts dejavu-sans-fonts google-noto-sans-cjk-fonts \
            google-noto-color-emoji-fonts iproute nftables
        ;;
    pacman)
        echo gcc cmake ninja pkgconf ccache mold qt6-base qt6-svg qt6-tools qt6-translations \
            libsodium qrencode qtkeychain-qt6 miniupnpc iproute2 nftables inter-font ttf-dejavu noto-fonts-cjk noto-fonts-emoji
        ;;
    brew) echo cmake ninja pkgconf ccache qt libsodium qrencode qtkeychain miniupnpc ;;
    esac
}

# The command a package exists for, where any provider of it will do.
vos_tool_of() {
    case $1 in
    g++ | gcc-c++ | gcc) echo c++ ;;
    cmake) echo cmake ;;
    ninja-build | ninja) echo ninja ;;
    pkg-config | pkgconf | pkgconf-pkg-config) echo pkg-config ;;
    ccache) echo ccache ;;
    esac
}

vos_has_package() {
    local tool
    tool=$(vos_tool_of "$2")
    if [ -n "$tool" ] && command -v "$tool" >/dev/null 2>&1; then
        return 0
    fi
    case $1 in
    apt-get) dpkg-query -W -f='${db:Status-Status}' "$2" 2>/dev/null | grep -qx installed ;;
    dnf) rpm -q --whatprovides "$2" >/dev/null 2>&1 ;;
    pacman) pacman -T "$2" >/dev/null 2>&1 ;;
    brew) brew list --formula "$2" >/dev/null 2>&1 ;;
    esac
}

vos_missing_packages() {
    local package
    for package in $(vos_packages "$1"); do
        vos_has_package "$1" "$package" || printf '%s ' "$package"
    done
}

vos_install_command() {
    case $1 in
    apt-get) echo "apt-get install -y --no-install-recommends -o DPkg::Lock::Timeout=300" ;;
    dnf) echo "dnf install -y --setopt=install_weak_deps=False" ;;
    pacman) echo "pacman -S --needed --noconfirm" ;;
    brew) echo "brew install" ;;
    esac
}

# Installs what is missing and nothing else; without anything missing no manager is called.
vos_install_packages() {
    local manager missing install as_root log
    manager=$(vos_package_manager)
    if [ -z "$manager" ]; then
        vos_note "no package manager I know (apt, dnf, pacman, brew); README.md lists what is needed"
        return
    fi
    missing=$(vos_missing_packages "$manager")
    if [ -z "$missing" ]; then
        vos_step_done "all there"
        return
    fi
    install=$(vos_install_command "$manager")
    as_root=
    if [ "$manager" != brew ] && [ "$(id -u)" -ne 0 ]; then
        command -v sudo >/dev/null 2>&1 || vos_fail "Packages are missing and there is no sudo. Run as root, then start again:
  $install $missing"
        as_root=sudo
        $as_root -v || vos_fail "Packages are missing. Run as root, then start again:
  $install $missing"
    fi
    vos_note "installing with $manager: $missing"
    log=$vos_build_dir/log/packages.log
    if [ "$manager" = apt-get ]; then
        mkdir -p "$(dirname "$log")"
        $as_root apt-get update -q >"$log" 2>&1 ||
            vos_note "the package lists could not be renewed (see $log); trying with those that are here"
        # shellcheck disable=SC2086 # the command and the packages are words
        vos_logged "$log" $as_root env DEBIAN_FRONTEND=noninteractive $install $missing
    else
        # shellcheck disable=SC2086
        vos_logged "$log" $as_root $install $missing
    fi
    missing=$(vos_missing_packages "$manager")
    [ -z "$missing" ] || vos_fail "Still missing after the installation: $missing(see $log)"
    vos_step_done "installed"
}

# --- build ------------------------------------------------------------------------------------------

vos_prepare_environment() {
    # ccache needs a folder it may write to; a service account may have no home at all.
    if [ -z "${CCACHE_DIR:-}" ] && { [ -z "${HOME:-}" ] || [ ! -w "${HOME:-/nowhere}" ]; }; then
        export CCACHE_DIR=$vos_build_dir/.ccache
    fi
    # Another clone of the same sources, wherever it lies, finds what this one has compiled.
    export CCACHE_BASEDIR=${CCACHE_BASEDIR:-$vos_root} CCACHE_NOHASHDIR=${CCACHE_NOHASHDIR:-1}
    if [ -z "${CMAKE_PREFIX_PATH:-}" ] && command -v brew >/dev/null 2>&1; then
        CMAKE_PREFIX_PATH=$(brew --prefix qt 2>/dev/null) && export CMAKE_PREFIX_PATH
    fi
}

# vos_configure FOLDER OPTIONS…: only when the options changed; ninja itself notices changed
# CMakeLists.txt.
vos_configure() {
    local dir=$1 stamp=$1/.vos-options options
    shift
    options=$*
    if [ -f "$dir/build.ninja" ] && [ "$(cat "$stamp" 2>/dev/null)" = "$options" ]; then
        vos_step_done "nothing changed"
        return
    fi
    mkdir -p "$dir"
    # A tree made by another generator or moved from elsewhere cannot be used on.
    if [ -f "$dir/CMakeCache.txt" ] && { [ ! -f "$dir/build.ninja" ] ||
        ! grep -qF "CMAKE_HOME_DIRECTORY:INTERNAL=$vos_root" "$dir/CMakeCache.txt"; }; then
        rm -rf "$dir/CMakeCache.txt" "$dir/CMakeFiles"
    fi
    # A new tree is built soonest in bunches of files; one there already keeps the way it has.
    [ -f "$dir/CMakeCache.txt" ] || set -- "$@" -DVOS_UNITY=ON
    vos_logged "$dir/log/configure.log" cmake -S "$vos_root" -B "$dir" -G Ninja "$@"
    printf '%s\n' "$options" >"$stamp"
    vos_step_done "configured"
}

# Turns ninja's "[12/345] …" lines into a few lines of progress, or one that moves on a terminal.
vos_progress() {
    local line finished total percent shown=0 moving=0
    [ -t 1 ] && moving=1
    while IFS= read -r line; do
        case $line in
        \[[0-9]*/[0-9]*\]*) ;;
        *) continue ;;
        esac
        line=${line%%\]*}
        line=${line#\[}
        finished=${line%/*}
        total=${line#*/}
        percent=$((100 * finished / total))
        if [ "$moving" -eq 1 ]; then
            printf '\r      %3d %%  (%d of %d)   ' "$percent" "$finished" "$total"
        elif [ "$percent" -ge $((shown + 10)) ]; then
            shown=$((percent - percent % 10))
            vos_note "$(printf '%3d %%  (%d of %d, %s)' "$percent" "$finished" "$total" \
                "$(vos_duration $((SECONDS - vos_step_start)))")"
        fi
    done
    [ "$moving" -eq 0 ] || printf '\r%40s\r' ''
}

# vos_build FOLDER TARGETS…
vos_build() {
    local dir=$1 log=$1/log/build.log
    shift
    mkdir -p "$dir/log"
    if ! ninja -C "$dir" -j "$(vos_cores)" "$@" 2>&1 | tee "$log" | vos_progress; then
        grep -E -A 12 'error:|FAILED:|undefined reference' "$log" | head -n 80 >&2
        vos_fail "The build failed. All it said: $log"
    fi
    vos_step_done "built"
}

# "about 6 minutes on 2 cores", from the processor minutes a first build takes.
vos_estimate() {
    local cores
    cores=$(vos_cores)
    echo "about $((($1 + cores - 1) / cores)) min on $cores cores"
}
