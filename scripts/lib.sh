# What the scripts share: every set-up step, each a no-op when it is done. Sourced, not run.

set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

say() { printf 'edge-preflight: %s\n' "$*" >&2; }

require_node() {
  command -v node >/dev/null || { say "Node.js >= 20.18.1 is needed"; exit 2; }
  node -e 'const [a, b, c] = process.versions.node.split(".").map(Number);
    process.exit(a > 20 || (a === 20 && (b > 18 || (b === 18 && c >= 1))) ? 0 : 1)' ||
    { say "Node.js >= 20.18.1 is needed, this is $(node --version)"; exit 2; }
}

install_modules() {
  require_node
  # npm writes this file last, so it is older than the lock file after an update and missing after a broken install.
  [ node_modules/.package-lock.json -nt package-lock.json ] && [ -d node_modules/typescript ] && return
  say "installing Node modules"
  # No package may run code of its own: the binaries that two of them would look for are packages themselves.
  npm ci --ignore-scripts --no-audit --no-fund --loglevel=error >&2
}

# What the bundle needs beside itself.
install_runtime() {
  require_node
  [ -e node_modules/koffi/package.json ] && return
  say "installing koffi"
  npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2
}

# Of all that a build is made from: by content, so that a copy of the folder need not be built again.
source_sum() {
  find src scripts/build scripts/bundle.ts scripts/licences.ts scripts/widen-outcomes.ts package.json package-lock.json tsconfig.json -type f -print0 |
    LC_ALL=C sort -z | xargs -0 sha256sum | sha256sum
}

is_built() { [ -e dist/.built ] && [ "$(cat dist/.built)" = "$(source_sum)" ]; }

build() {
  install_modules
  scripts/build >&2
}

as_root() { if [ "$(id -u)" = 0 ]; then "$@"; else sudo "$@"; fi; }

# install_packages COMMAND=PACKAGE...: by apt, only what is missing.
install_packages() {
  local pair missing=()
  for pair in "$@"; do
    PATH=$PATH:/usr/sbin:/sbin type -P "${pair%%=*}" >/dev/null || missing+=("${pair#*=}")
  done
  [ ${#missing[@]} -eq 0 ] && return
  command -v apt-get >/dev/null || { say "missing, and no apt-get to install them: ${missing[*]}"; exit 2; }
  say "installing ${missing[*]}"
  # The servers are for the lab; the package manager must not start them on this machine.
  local policy=/usr/sbin/policy-rc.d made=
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null; as_root chmod 755 $policy; made=1; }
  local status=0
  { as_root apt-get update -qq &&
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends "${missing[@]}"; } >&2 ||
    status=$?
  [ -z "$made" ] || as_root rm -f $policy
  return $status
}

# unpack_debian FOLDER ARCHITECTURE SUITE PACKAGE...: these packages and no others, for any architecture and release (empty: this
# system's own), unpacked without a change to this system's lists. FOLDER/versions then tells their versions.
unpack_debian() {
  local folder=$1 architecture=$2 suite=$3 package
  [ -e "$folder/.complete" ] && return
  say "fetching ${*:4} for $architecture${suite:+ of $suite}"
  rm -rf "$folder" && mkdir -p "$folder/apt/state/lists/partial" "$folder/apt/cache/archives/partial"
  : >"$folder/apt/status"
  local apt=(apt-get -qq -o "APT::Architecture=$architecture" -o "APT::Architectures::=$architecture"
    -o "Dir::State=$folder/apt/state" -o "Dir::State::status=$folder/apt/status" -o "Dir::Cache=$folder/apt/cache"
    -o APT::Sandbox::User=root)
  if [ -n "$suite" ]; then
    printf 'deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] %s %s main\n' "$(debian_mirror)" "$suite" \
      >"$folder/apt/sources.list"
    apt+=(-o "Dir::Etc::sourcelist=$folder/apt/sources.list" -o Dir::Etc::sourceparts=/dev/null)
  fi
  "${apt[@]}" update >&2
  (cd "$folder" && "${apt[@]}" download "${@:4}" >&2)
  for package in "$folder"/*.deb; do
    dpkg-deb -x "$package" "$folder"
    dpkg-deb -W "$package" >>"$folder/versions"
  done
  rm -rf "$folder"/*.deb "$folder/apt"
  touch "$folder/.complete"
}

# Where this system gets its own release from.
debian_mirror() {
  # shellcheck source=/dev/null
  (. /etc/os-release && apt-get indextargets --format '$(REPO_URI)' "Created-By: Packages" "Component: main" \
    "Codename: $VERSION_CODENAME") | head -n 1
}

# The lab's network and servers, and the tools that an edge node needs, so that a healthy node in the lab has them.
install_lab() {
  install_packages unshare=util-linux nsenter=util-linux ip=iproute2 nft=nftables nginx=nginx-light dnsmasq=dnsmasq-base \
    chronyd=chrony update-ca-certificates=ca-certificates netstat=net-tools crontab=cron lspci=pciutils socat=socat \
    ebtables=ebtables iptables=iptables conntrack=conntrack
}

# What reads or runs what the tool writes, in the tests: a browser, a validator of XML, shells, a reader of manual pages, a
# tracer that ends a process where a test wants it, and the provisioning and monitoring tools that the README has examples for.
install_readers() {
  install_packages chromium=chromium xmllint=libxml2-utils fish=fish zsh=zsh mandoc=mandoc \
    strace=strace cloud-init=cloud-init ansible-playbook=ansible-core systemd-analyze=systemd \
    busybox=busybox-static promtool=prometheus
  # Libraries of Perl and Python have no command by which they could be found.
  /usr/bin/python3 -c 'import dnf' 2>/dev/null || install_packages python3-dnf=python3-dnf
  perl -MMonitoring::Plugin::Performance -e 1 2>/dev/null || install_packages monitoring-plugin-perl=libmonitoring-plugin-perl
}
