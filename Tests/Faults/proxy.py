"""The proxies of docs/deploy as they are written there, with ports and folders of the test's own."""

import shutil
import ssl
import subprocess

from machine import ROOT, Process, as_servant, answers, free_port, give, wait_for

DEPLOY = ROOT / "docs/deploy"
PRIMARY = """
global
    maxconn 400
defaults
    timeout connect 2s
    timeout check 2s
    timeout client 1h
    timeout server 1h
listen primary
    mode tcp
    bind 127.0.0.1:{port}
    option httpchk OPTIONS /primary
    default-server inter 500ms fastinter 250ms fall 2 rise 1 on-marked-down shutdown-sessions
"""


class Proxy(Process):
    def __init__(self, folder, port, settings, command):
        self.folder, self.port = give(folder), port
        (folder / "settings").write_text(settings)
        (folder / "settings").chmod(0o644)
        super().__init__(folder.name, as_servant(*command, folder / "settings"), folder.with_name(f"{folder.name}.log"))

    def start(self):
        super().start()
        wait_for(f"{self.name} answers", lambda: self.require_life() or answers(self.port))
        return self


def in_front_of_primary(folder, servers):
    """For PostgreSQL: only the node whose Patroni says that it is the primary; its connections end with that."""
    port = free_port()
    lines = [f"    server {name} {address}\n" for name, address in servers.items()]
    return Proxy(folder, port, PRIMARY.format(port=port) + "".join(lines), HAPROXY)


HAPROXY = ["/usr/sbin/haproxy", "-db", "-f"]
NGINX = ["/usr/sbin/nginx", "-g", "daemon off;", "-c"]


class Example(Proxy):
    """One of the files in docs/deploy in front of Footbridge processes; what is replaced in it is there once."""

    kind, file, command = "", "", ()

    def __init__(self, folder, backends):
        give(folder)
        self.folder, self.backends, self.http, self.https = folder, backends, free_port(), free_port()
        self.certify()
        text = (DEPLOY / self.file).read_text()
        for written, instead in (self.places() | self.ports()).items():
            assert text.count(written) == 1, f"{self.file} has “{written}” {text.count(written)} times"
            text = text.replace(written, instead)
        super().__init__(folder, self.https, self.around(text), self.command)

    def ports(self):
        return {f"127.0.0.1:{8081 + number}": f"127.0.0.1:{port}" for number, port in enumerate(self.backends)}

    def places(self):
        raise NotImplementedError

    def around(self, text):
        return text

    def certify(self):
        key, certificate = self.folder / "key", self.folder / "certificate"
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
             "-days", "2", "-subj", "/CN=footbridge", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key,
             "-out", certificate],
            check=True, capture_output=True,
        )
        (self.folder / "both").write_text(certificate.read_text() + key.read_text())
        for file in (key, self.folder / "both"):
            shutil.chown(file, self.folder.owner())
        self.address = ("127.0.0.1", self.https, ssl.create_default_context(cafile=certificate))

    @property
    def settings(self):
        """What the file asks of the processes behind it."""
        return {"FOOTBRIDGE_BEHIND_PROXY": "true", "FOOTBRIDGE_PUBLIC_ADDRESS": f"https://127.0.0.1:{self.https}"}


class HAProxy(Example):
    kind, file, command = "HAProxy", "haproxy.cfg", HAPROXY

    def places(self):
        return {
            "bind :80\n": f"bind 127.0.0.1:{self.http}\n", "bind :443": f"bind 127.0.0.1:{self.https}",
            "crt /etc/haproxy/footbridge.pem": f"crt {self.folder}/both",
            "log /dev/log local0": "log stdout format raw local0",
            "/run/haproxy/admin.sock": f"{self.folder}/admin", "    user haproxy\n    group haproxy\n": "",
        }

    def said_of_requests(self):
        return self.said()


class Nginx(Example):
    kind, file, command = "nginx", "nginx.conf", NGINX

    def places(self):
        return {
            "listen 80;": f"listen 127.0.0.1:{self.http};", "listen 443": f"listen 127.0.0.1:{self.https}",
            "certificate /etc/nginx/footbridge.crt": f"certificate {self.folder}/certificate",
            "/etc/nginx/footbridge.key": f"{self.folder}/key",
            "/var/log/nginx/footbridge.log": f"{self.folder}/requests",
            "/var/log/nginx/footbridge-error.log": f"{self.folder}/errors",
        }

    def around(self, text):
        """As Debian's nginx.conf includes it."""
        kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        folders = "\n".join(f"{kind}_temp_path {self.folder}/{kind};" for kind in kinds)
        before = f"pid {self.folder}/pid;\nerror_log stderr;\nevents {{}}\nhttp {{\naccess_log off;\n"
        return f"{before}{folders}\n{text}\n}}\n"

    def said_of_requests(self):
        return (self.folder / "requests").read_text()
