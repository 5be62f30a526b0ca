#!/bin/bash
# Boots a systemd in namespaces of its own, on the bare bones of a Debian: this machine's programs, read only, nothing
# else of it, and a network with nobody on it.
#   small_machine.sh TREE CGROUP RELEASE DOCS [FOLDER …]
# TREE, an empty folder, becomes the root. CGROUP is a control group of its own. /sources has a built program (RELEASE)
# and DOCS, as a guide expects them; each FOLDER holds libraries that the program looks for there.
set -euo pipefail

into_namespaces() {
    echo $$ > "$2/cgroup.procs"
    exec unshare --fork --kill-child --pid --mount --cgroup --ipc --uts --net "$0" --inside "$@"
}

read_only() {
    mkdir -p "$2"
    mount --bind "$1" "$2"
    mount -o remount,bind,ro "$2"
}

programs() {
    local folder
    for folder in /usr "$@"; do read_only "$folder" ".$folder"; done
    for folder in bin sbin lib lib64; do ln -s "usr/$folder" $folder; done
    mount -t tmpfs -o mode=755 local usr/local
    mkdir usr/local/bin
}

# No service of this machine's, none of its users but root, and none of its passwords.
settings() {
    mkdir -p etc/systemd/system
    (cd /etc && cp -a --parents alternatives default ld.so.cache ld.so.conf ld.so.conf.d login.defs nsswitch.conf \
        pam.d security ssl "$OLDPWD/etc")
    grep -E '^(root|nobody):' /etc/passwd > etc/passwd
    cp /etc/group etc/group
    printf 'root:*:20000::::::\n' > etc/shadow
    chmod 600 etc/shadow
    echo "a0b1c2d3e4f5a0b1c2d3e4f5a0b1c2d3" > etc/machine-id
    ln -s /usr/lib/systemd/system/basic.target etc/systemd/system/default.target
}

# As systemd wants to find a container: it may not change the kernel's settings, only its own control groups.
kernel() {
    mkdir -p proc sys dev run tmp root home var/lib var/log
    mount -t proc proc proc
    mount --bind proc/sys proc/sys
    mount -o remount,bind,ro proc/sys
    mount -t sysfs -o ro sysfs sys
    mount -t cgroup2 cgroup2 sys/fs/cgroup
    mount -t tmpfs -o mode=755 run run
    mount -t tmpfs -o mode=1777 tmp tmp
}

devices() {
    mount -t tmpfs -o mode=755 dev dev
    local device
    for device in null zero full random urandom tty; do
        touch dev/$device
        mount --bind /dev/$device dev/$device
    done
    mkdir dev/shm dev/pts
    mount -t tmpfs -o mode=1777 shm dev/shm
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620 devpts dev/pts
    ln -s pts/ptmx dev/ptmx
    ln -s /proc/self/fd dev/fd
}

boot() {
    local tree=$1 release=$3 docs=$4
    shift 4
    mount --make-rprivate /
    mount -t tmpfs -o mode=755 tree "$tree"
    cd "$tree"
    programs "$@"
    settings
    kernel
    devices
    read_only "$release" sources/.build/release
    read_only "$docs" sources/docs
    mkdir before
    pivot_root . before
    cd /
    umount --lazy /before
    exec setpriv --bounding-set=-sys_module,-sys_time,-sys_boot,-sys_rawio \
        env -i container=footbridge PATH=/usr/sbin:/usr/bin /usr/lib/systemd/systemd --log-target=journal
}

case $1 in
    --inside) boot "${@:2}" ;;
    *) into_namespaces "$@" ;;
esac
