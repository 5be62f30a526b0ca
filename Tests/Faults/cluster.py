"""Three PostgreSQL kept alive by Patroni, each on its own node; etcd to agree by, HAProxy to find the primary."""

import contextlib
import json
import urllib.request

from machine import Process, answers, as_servant, give, wait_for
from network import HERE, SUBNET
from postgresql import BIN
from proxy import in_front_of_primary

ETCD_PORT, POSTGRESQL_PORT, PATRONI_PORT = 12379, 5432, 8008
AGREED = {
    "ttl": 20, "loop_wait": 5, "retry_timeout": 5, "master_start_timeout": 0, "synchronous_mode": True,
    "postgresql": {
        "use_pg_rewind": True,
        "parameters": {"max_connections": 60, "shared_buffers": "32MB", "wal_log_hints": "on", "max_wal_size": "128MB",
                       "min_wal_size": "32MB", "wal_keep_size": "64MB", "log_min_messages": "fatal",
                       "dynamic_shared_memory_type": "mmap"},
    },
}


class Member(Process):
    """Patroni and its PostgreSQL on one node."""

    def __init__(self, node, folder):
        self.node, self.folder = node, folder / node.name
        give(self.folder)
        settings = self.folder / "patroni.json"
        settings.write_text(json.dumps(self.settings()))
        super().__init__(
            node.name, node.inside(*as_servant("/usr/bin/patroni", settings)), folder / f"{node.name}.log"
        )

    def settings(self):
        node = self.node
        patroni = f"{node.address}:{PATRONI_PORT}"
        trusted = [f"host {who} all {SUBNET}.0/24 trust" for who in ("all", "replication")]
        return {
            "scope": "footbridge", "name": node.name, "etcd3": {"host": f"{HERE}:{ETCD_PORT}"},
            "restapi": {"listen": patroni, "connect_address": patroni},
            "bootstrap": {"dcs": AGREED, "initdb": [{"encoding": "UTF8"}, {"locale": "C"}, "no-sync"]},
            "postgresql": {
                "listen": f"{node.address}:{POSTGRESQL_PORT}", "connect_address": f"{node.address}:{POSTGRESQL_PORT}",
                "data_dir": str(self.folder / "data"), "bin_dir": str(BIN), "pgpass": str(self.folder / "pgpass"),
                "pg_hba": ["local all all trust", *trusted],
                "parameters": {"unix_socket_directories": str(self.folder)},
                "authentication": {"superuser": {"username": "footbridge"}, "replication": {"username": "replicator"}},
            },
        }

    def says(self, path):
        """What Patroni answers; `None` where it does not."""
        with contextlib.suppress(OSError, ValueError):
            address = f"http://{self.node.address}:{PATRONI_PORT}{path}"
            with urllib.request.urlopen(address, timeout=2) as answer:
                return json.load(answer)

    def is_primary(self):
        return self.says("/primary") is not None


class Cluster:
    """Begun with `with`; everything in it is gone at the end."""

    def __init__(self, nodes, folder):
        self.folder, self.has_world = give(folder), False
        self.folder.chmod(0o711)
        self.etcd = Process("etcd", as_servant(*self.etcd_command()), self.folder / "etcd.log")
        self.members = [Member(node, self.folder) for node in nodes]
        backends = {
            node.name: f"{node.address}:{POSTGRESQL_PORT} check port {PATRONI_PORT}" for node in nodes
        }
        self.proxy = in_front_of_primary(self.folder / "primary", backends)

    def etcd_command(self):
        client, peer = f"http://{HERE}:{ETCD_PORT}", f"http://{HERE}:{ETCD_PORT + 1}"
        return [
            "etcd", "--name", "one", "--data-dir", give(self.folder / "etcd"), "--listen-client-urls", client,
            "--advertise-client-urls", client, "--listen-peer-urls", peer, "--initial-advertise-peer-urls", peer,
            "--initial-cluster", f"one={peer}", "--logger", "zap", "--log-level", "error", "--unsafe-no-fsync",
        ]

    def __enter__(self):
        self.etcd.start()
        wait_for("etcd answers", lambda: answers(ETCD_PORT, HERE))
        for member in self.members:
            member.start()
        self.proxy.start()
        self.wait_until_whole()
        return self

    def __exit__(self, *_):
        self.proxy.kill()
        for member in self.members:
            member.node.kill_everything()
        self.etcd.kill()

    def primary(self):
        return next((member for member in self.members if member.is_primary()), None)

    def is_whole(self):
        """One primary, one standby that every commit waits for, and one that follows."""
        seen = self.members[0].says("/cluster") or {"members": []}
        roles = sorted(member["role"] for member in seen["members"] if member["state"] in ("running", "streaming"))
        return roles == ["leader", "replica", "sync_standby"] and self.primary() is not None

    def wait_until_whole(self):
        wait_for("the cluster is whole", self.is_whole, every=0.3)

    def wait_for_another_than(self, former):
        return wait_for(
            "another primary", lambda: next((m for m in self.members if m is not former and m.is_primary()), None),
            every=0.1,
        )

    def switch_over(self):
        former = self.primary()
        body = json.dumps({"leader": former.name}).encode()
        address = f"http://{former.node.address}:{PATRONI_PORT}/switchover"
        with urllib.request.urlopen(urllib.request.Request(address, body, method="POST"), timeout=60) as answer:
            assert answer.status in (200, 202)
        return former

    def kill_primary(self):
        former = self.primary()
        former.node.kill_everything()
        former.kill()
        return former

    def cut_primary(self):
        former = self.primary()
        former.node.cut_cable()
        return former

    def addresses(self, database):
        """Both ways to the primary, as libpq reads them: through HAProxy, and by asking each node."""
        rest = f"user=footbridge dbname={database} connect_timeout=2 tcp_user_timeout=3000"
        hosts = ",".join(member.node.address for member in self.members)
        return {
            "HAProxy": f"host=127.0.0.1 port={self.proxy.port} {rest}",
            "libpq": f"host={hosts} port={POSTGRESQL_PORT} target_session_attrs=read-write {rest}",
        }
