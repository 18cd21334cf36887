# Read by ./zincfield, ./check and .ci/run, which set `root` to the top of the source tree: packages, configuration, build.

build=$root/build

# What a bare Debian 12 needs, with nothing else installed: to build, to test, and to draw figures without a screen.
packages=(libdeal.ii-dev cmake ninja-build g++ libcli11-dev nlohmann-json3-dev libudunits2-dev libmuparser-dev libssl-dev libpng-dev
  libgtest-dev openmpi-bin git python3 python3-numpy python3-vtk9 python3-matplotlib python3-h5py xvfb xauth libgl1-mesa-dri)

say() { printf '%s\n' "zincfield: $*" >&2; }

# Install what is missing. Left alone: other systems, and a deal.II of the user's own.
install_packages() {
  command -v dpkg-query >/dev/null && [ -z "${DEAL_II_DIR:-}" ] || return 0
  local installed missing=() package sudo=()
  installed=$(dpkg-query -W -f='${db:Status-Status} ${Package}\n' "${packages[@]}" 2>/dev/null) || true # it fails where one was never there
  for package in "${packages[@]}"; do
    grep -qx "installed $package" <<<"$installed" || missing+=("$package")
  done
  [ ${#missing[@]} -eq 0 ] && return 0
  say "missing Debian packages: ${missing[*]}"
  if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
      sudo=(sudo)
    else
      say "run this as root, then start again:"
      echo "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
      exit 3
    fi
  fi
  say "installing them (log: build/packages.log) ..."
  mkdir -p "$build"
  : >"$build/packages.log"
  if ! { "${sudo[@]}" apt-get update &&
    "${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${missing[@]}"; } </dev/null 2>&1 |
    watched "$build/packages.log" "packages unpacked and set up"; then
    tail -n 15 "$build/packages.log" >&2
    say "apt-get failed; by hand, as root:"
    echo "apt-get update && apt-get install -y --no-install-recommends ${missing[*]}"
    exit 3
  fi
}

# deal.II's headers cost about 1.5 GB a compiler.
n_jobs() {
  local cores memory
  cores=$(nproc)
  memory=$(awk '/MemAvailable/ {print int($2 / 1500000)}' /proc/meminfo 2>/dev/null)
  memory=${memory:-$cores}
  [ "$memory" -lt 1 ] && memory=1
  echo $((cores < memory ? cores : memory))
}

# Copies lines to file $1 and says how far they have come, in place on a terminal and every ten seconds elsewhere. Ninja counts what it has built,
# apt-get says once how many packages it installs, and unpacks and sets up each.
watched() {
  local line= start=$SECONDS next=$((SECONDS + 10)) n=0 total=0 left=
  while IFS= read -r -t 10 line || [ $? -gt 128 ]; do
    [ -z "$line" ] || printf '%s\n' "$line" >>"$1"
    if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
      n=${BASH_REMATCH[1]} total=${BASH_REMATCH[2]}
    elif [[ $line =~ ^([0-9]+)\ upgraded,\ ([0-9]+)\ newly\ installed ]]; then
      total=$((2 * (BASH_REMATCH[1] + BASH_REMATCH[2])))
    elif [[ $line == Unpacking\ * || $line == "Setting up "* ]]; then
      n=$((n + 1))
    fi
    left=
    [ "$total" -ge "$n" ] || total=$n # packages that apt-get unpacks twice
    [ "$n" -gt 0 ] && left=", about $(((SECONDS - start) * (total - n) / n)) s left"
    if [ -t 2 ]; then
      printf '\r\033[K%.*s' "$((${COLUMNS:-80} - 1))" "$2: $n of $total$left" >&2
    elif [ "$SECONDS" -ge "$next" ]; then
      next=$((SECONDS + 10))
      say "$2: $n of $total$left"
    fi
  done
  [ ! -t 2 ] || printf '\r\033[K' >&2
}

# Run a command (after what it does) with its output in build/build.log.
logged() {
  "${@:2}" 2>&1 | watched "$build/build.log" "$1"
  return "${PIPESTATUS[0]}"
}

build_failed() {
  tail -n 40 "$build/build.log" >&2
  say "the build failed; everything is in build/build.log"
  exit 3
}

# Whether something that the program is made of is newer than the last build of target $1.
sources_changed() {
  local stamp=$build/.built-$1 git_log
  [ -f "$stamp" ] && [ "$(<"$stamp")" = "$root" ] || return 0
  git_log=$root/.git/logs/HEAD
  [ -f "$root/.git" ] && git_log=$(sed 's/^gitdir: //' "$root/.git")/logs/HEAD
  [ -f "$git_log" ] && [ "$git_log" -nt "$stamp" ] && return 0
  [ -n "$(find "$root/CMakeLists.txt" "$root"/solver "$root"/physics "$root"/meshes "$root"/postprocess ${2:+"$2"} \
    -name __pycache__ -prune -o ! -name '*.py' -newer "$stamp" -print -quit 2>/dev/null)" ]
}

# Bring target $1 up to date in build/ (rest: further source folders); nothing is started when nothing has changed.
make_target() {
  sources_changed "$@" || return 0
  install_packages
  mkdir -p "$build"
  (
    flock 9 # another call may be building: wait, then look again
    sources_changed "$@" || exit 0
    printf '%s' "$root" >"$build/.building"
    : >"$build/build.log"
    if [ -f "$build/CMakeCache.txt" ] && ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$build/CMakeCache.txt"; then
      say "the source tree has moved: configuring afresh"
      rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
    fi
    if [ ! -f "$build/build.ninja" ] || [ ! -f "$build/CMakeCache.txt" ]; then
      say "configuring ..."
      logged "configured" cmake -S "$root" -B "$build" -G Ninja -DCMAKE_BUILD_TYPE=Release || build_failed
    fi
    [ -f "$build/zincfield" ] || say "building, the first time for some minutes ..."
    NINJA_STATUS='[%f/%t] ' logged "compiled" ninja -C "$build" -j "$(n_jobs)" "$1" || build_failed
    # The 3-D view of reports, where npm is at hand; reports do without elsewhere.
    command -v npm >/dev/null && timeout 60 "$root/packaging/fetch_vtkjs" "$build" >>"$build/build.log" 2>&1 || true
    mv "$build/.building" "$build/.built-$1" # carries the time at which the build began
  ) 9>"$build/.lock" || exit $?
}

# OpenMPI refuses root unless told; threads beside ranks only slow each other down.
mpi_environment() {
  export OMP_NUM_THREADS=1 DEAL_II_NUM_THREADS=1
  [ "$(id -u)" -ne 0 ] || export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
}
