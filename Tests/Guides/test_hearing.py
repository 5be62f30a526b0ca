"""The listener of the guide for universities' systems listens here, and hears of what happens in a Footbridge that serves."""

import contextlib
import json
import re
import subprocess
import sys
import uuid

import pytest
from fhirpy import SyncFHIRClient

from browser import Browser
from installation import Footbridge
from machine import free_port, wait_for
from record_system import RecordSystem
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
    folder = scratch / f"hearing-{uuid.uuid4()}"
    folder.mkdir()
    settings = {"FOOTBRIDGE_PRIVATE_ENDPOINTS": "true", "FOOTBRIDGE_ENDPOINT_AUTHORITY": str(certificate[0])}
    footbridge = Footbridge(folder, scratch, **settings).start()
    yield footbridge
    footbridge.stop()


@contextlib.contextmanager
def listening(port, certificate, token, folder):
    """The guide's listener; gives the file of what it heard."""
    (folder / "listener.py").write_text(
        next(block.text for block in blocks("hear-what-happens.md") if block.kind == "python"))
    with open(folder / "heard", "w") as heard:
        listener = subprocess.Popen(
            [sys.executable, "listener.py", str(port), *map(str, certificate), token], cwd=folder, stdout=heard)
    try:
        yield folder / "heard"
    finally:
        listener.terminate()
        listener.wait()


def test_a_universitys_system_hears_that_something_was_written(served, certificate, tmp_path):
    port = free_port()
    manager = Browser(served.address, "Ruth Alderson").sign_in()
    page = manager.act("/endpoint", address=f"https://localhost:{port}/footbridge")
    token = re.search(r"<code[^>]*>([\w-]{40,})</code>", page.text)[1]
    with listening(port, certificate, token, tmp_path) as heard:
        exchange = written_to_leeds(served)
        wait_for("the university's system is told", lambda: "message-written" in heard.read_text())
    told = [json.loads(line) for line in heard.read_text().splitlines()]
    header, task = (entry["resource"] for entry in told[-1]["entry"])
    assert header["eventCoding"]["code"] == "message-written" and task["id"] == exchange
    assert "by name" not in json.dumps(told)


def test_a_record_system_subscribes_is_knocked_at_and_sees_that_it_was(served, certificate, tmp_path):
    port, token = free_port(), "a-secret-of-the-case-system"
    system = RecordSystem(f"http://127.0.0.1:{served.port}")
    manager = Browser(served.address, "Ruth Alderson").sign_in()
    system.register(manager, "Wellbeing", ["system/Task.rs", "system/Subscription.rs", "system/Subscription.cud"])
    fhir = SyncFHIRClient(f"{system.address}/fhir/R4", authorization=f"Bearer {system.token()}")
    hook = fhir.resource(
        "Subscription", status="requested", reason="To show what waits", criteria="Task?",
        channel={
            "type": "rest-hook", "endpoint": f"https://localhost:{port}/knock",
            "header": [f"Authorization: Bearer {token}"],
        },
    )
    hook.save()
    with listening(port, certificate, token, tmp_path) as heard:
        written_to_leeds(served)
        wait_for("the system is knocked at", lambda: heard.read_text() != "")
        wait_for("that is seen", lambda: fhir.reference("Subscription", hook["id"]).to_resource()["status"] == "active")
    assert set(heard.read_text()) == {"\n"}
    page = manager.get("/endpoint").text
    assert "Case system" in page and token not in page
    hook.delete()
    assert f"localhost:{port}" not in manager.get("/endpoint").text


def written_to_leeds(served):
    clinician = Browser(served.address, "Tom Okafor").sign_in()
    exchange = sent_to_leeds(clinician)
    written = clinician.act(f"/exchanges/{exchange}/messages", **{"message-message": "She asked for you by name."})
    assert written.status == 303
    return exchange


def sent_to_leeds(clinician):
    """An exchange that the clinician's team sent to the University of Leeds."""
    listed = clinician.get("/sent").text
    for exchange in dict.fromkeys(re.findall(r"/exchanges/([0-9a-f-]{36})", listed)):
        if "University of Leeds" in clinician.get(f"/exchanges/{exchange}").text:
            return exchange
    raise AssertionError(f"nothing was sent to Leeds:\n{listed[:3000]}")
