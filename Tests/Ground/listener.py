"""A system that listens over HTTPS: `listener.py FOLDER STATUS…` answers one status after the other, the last for good.

The folder gets `certificate.pem`, the `port` once it listens, and a line of JSON in `heard` for each request.
"""

import http.server
import json
import pathlib
import ssl
import subprocess
import sys

folder, statuses = pathlib.Path(sys.argv[1]), [int(status) for status in sys.argv[2:]]


class Listener(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with open(folder / "heard", "a") as heard:
            heard.write(json.dumps({"path": self.path, "headers": dict(self.headers), "body": body}) + "\n")
        status = statuses.pop(0) if len(statuses) > 1 else statuses[0]
        self.send_response(status)
        if status in (301, 302, 307, 308):
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *words):
        pass


certificate, key = folder / "certificate.pem", folder / "key.pem"
subprocess.run(
    ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
     "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-keyout", key, "-out", certificate],
    check=True, capture_output=True,
)
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Listener)
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
server.socket = context.wrap_socket(server.socket, server_side=True)
(folder / "port.new").write_text(str(server.server_address[1]))
(folder / "port.new").rename(folder / "port")
server.serve_forever()
