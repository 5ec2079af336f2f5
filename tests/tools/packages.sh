#!/bin/sh
# packages.sh need|wish NAME… : installs the Debian packages that are missing.
# As root or with sudo they are installed; otherwise `need` says what to install and fails, `wish` only says it.
mode=$1
shift
missing=
for name in "$@"; do
    if command -v dpkg-query >/dev/null 2>&1; then
        [ "$(dpkg-query -W -f '${db:Status-Abbrev}' "$name" 2>/dev/null | cut -c2)" = i ] || missing="$missing $name"
    fi
done
[ -n "$missing" ] || exit 0

become=
if [ "$(id -u)" -ne 0 ]; then
    if command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; then become=sudo; else become=none; fi
fi
if [ "$become" = none ]; then
    echo "缺少系统软件包：$missing" >&2
    echo "请让管理员执行 / ask an administrator to run:  apt-get install$missing" >&2
    [ "$mode" = wish ] && { echo "相关测试将被跳过 / the tests that need them are skipped" >&2; exit 0; }
    exit 1
fi
echo "正在安装系统软件包 / installing Debian packages:$missing"
log=$(mktemp)
export DEBIAN_FRONTEND=noninteractive
if $become apt-get -o DPkg::Lock::Timeout=600 update -qq >"$log" 2>&1 &&
    $become apt-get -o DPkg::Lock::Timeout=600 install -y -qq --no-install-recommends $missing >>"$log" 2>&1; then
    rm -f "$log"
else
    tail -n 15 "$log" >&2
    rm -f "$log"
    echo "安装失败，请检查网络后重试 / installing failed; check the network and try again" >&2
    [ "$mode" = wish ] || exit 1
fi
