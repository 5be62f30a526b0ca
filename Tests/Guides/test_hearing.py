"""The listener of the guide for universities' systems listens here, and hears of what happens in a Footbridge that serves."""

import json
import re
import subprocess
import sys

import pytest

from browser import Browser
from installation import Footbridge
from machine import free_port, wait_for
from sandbox import blocks


@pytest.fixture
def certificate(tmp_path):
    files = [tmp_path / "certificate.pem", tmp_path / "key.pem"]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=localhost",
         "-addext", "subjectAltName=DNS:localhost", "-out", files[0], "-keyout", files[1]],
        check=True, capture_output=True,
    )
    return files


@pytest.fixture
def served(scratch, certificate):
    folder = scratch / "hearing"
    folder.mkdir()
    settings = {"FOOTBRIDGE_PRIVATE_ENDPOINTS": "true", "FOOTBRIDGE_ENDPOINT_AUTHORITY": str(certificate[0])}
    footbridge = Footbridge(folder, scratch, **settings).start()
    yield footbridge
    footbridge.stop()


def test_a_universitys_system_hears_that_something_was_written(served, certificate, tmp_path):
    port = free_port()
    manager = Browser(served.address, "Ruth Alderson").sign_in()
    page = manager.act("/endpoint", address=f"https://localhost:{port}/footbridge")
    token = re.search(r"<code[^>]*>([\w-]{40,})</code>", page.text)[1]
    (tmp_path / "listener.py").write_text(
        next(block.text for block in blocks("hear-what-happens.md") if block.kind == "python"))
    with open(tmp_path / "heard", "w") as heard:
        listener = subprocess.Popen(
            [sys.executable, "listener.py", str(port), *map(str, certificate), token], cwd=tmp_path, stdout=heard)
    try:
        clinician = Browser(served.address, "Tom Okafor").sign_in()
        exchange = sent_to_leeds(clinician)
        written = clinician.act(f"/exchanges/{exchange}/messages", **{"message-message": "She asked for you by name."})
        assert written.status == 303
        wait_for("the university's system is told", lambda: "message-written" in (tmp_path / "heard").read_text())
    finally:
        listener.terminate()
        listener.wait()
    told = [json.loads(line) for line in (tmp_path / "heard").read_text().splitlines()]
    header, task = (entry["resource"] for entry in told[-1]["entry"])
    assert header["eventCoding"]["code"] == "message-written" and task["id"] == exchange
    assert "by name" not in json.dumps(told)


def sent_to_leeds(clinician):
    """An exchange that the clinician's team sent to the University of Leeds."""
    listed = clinician.get("/sent").text
    for exchange in dict.fromkeys(re.findall(r"/exchanges/([0-9a-f-]{36})", listed)):
        if "University of Leeds" in clinician.get(f"/exchanges/{exchange}").text:
            return exchange
    raise AssertionError(f"nothing was sent to Leeds:\n{listed[:3000]}")
