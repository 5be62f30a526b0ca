"""What the guide to MESH says is done here: the sandbox of NHS England over mutual TLS, its own client on the other side."""

import json
import os
import re
import ssl
import subprocess
import time
import urllib.request

import pytest

from browser import Browser
from installation import Footbridge
from machine import ROOT, Process, answers, free_port, wait_for
from record_system import RecordSystem, birth_date, message
from sandbox import GUIDES, blocks

PYTHON = ROOT / ".tools/mesh/bin/python"
OURS, THEIRS, STRANGERS = "X26ABC2", "X26ABC1", "X26ABC3"
SHARED_KEY, PASSWORD = "a shared key of the environment", "password"

pytestmark = pytest.mark.skipif(not PYTHON.exists(), reason="there is no sandbox of MESH (bin/setup --tests)")


class MESH(Process):
    """The sandbox, which admits whoever shows a certificate of its authority."""

    def __init__(self, folder):
        self.folder, self.port, self.hold = folder, free_port(), folder / "hold"
        kept = {name: value for name, value in os.environ.items() if not name.startswith("FOOTBRIDGE")}
        super().__init__(
            "mesh",
            [PYTHON, "-B", "-m", "uvicorn", "--app-dir", ROOT / "Tests/Guides", "mesh_server:app", "--port", self.port,
             "--ssl-certfile", folder / "server.pem", "--ssl-keyfile", folder / "server-key.pem",
             "--ssl-ca-certs", folder / "authority.pem", "--ssl-cert-reqs", int(ssl.CERT_REQUIRED)],
            folder / "mesh.log",
            kept | {"AUTH_MODE": "full", "SHARED_KEY": SHARED_KEY, "STORE_MODE": "memory", "HOLD": str(self.hold)},
        )

    @property
    def address(self):
        return f"https://localhost:{self.port}"

    def start(self):
        super().start()
        wait_for("MESH answers", lambda: self.require_life() or answers(self.port))
        return self

    def report(self, **words):
        """Puts a report into our inbox."""
        trust = ssl.create_default_context(cafile=self.folder / "authority.pem")
        trust.load_cert_chain(self.folder / "client.pem", self.folder / "client-key.pem")
        request = urllib.request.Request(
            f"{self.address}/messageexchange/admin/report", json.dumps({"mailbox_id": OURS, **words}).encode(),
            {"Content-Type": "application/json"})
        urllib.request.urlopen(request, context=trust).close()


class Mailbox:
    """The mailbox of a record system, used as the guide says."""

    def __init__(self, mesh, folder, mailbox, client=None):
        self.folder, self.client = folder, client
        folder.mkdir()
        self.settings = {
            "address": mesh.address, "mailbox": mailbox, "password": PASSWORD, "shared_key": SHARED_KEY, "to": OURS,
            "certificate": str(mesh.folder / "client.pem"), "key": str(mesh.folder / "client-key.pem"),
            "authority": str(mesh.folder / "authority.pem"), "chunk": 500, "workflow": "FOOTBRIDGE_MESSAGE",
        }
        (folder / "mesh.py").write_text(next(block.text for block in blocks("mesh.md") if block.kind == "python"))

    def run(self, *command, **other):
        (self.folder / "mesh.json").write_text(json.dumps(self.settings | other))
        done = subprocess.run(
            [PYTHON, "-B", "mesh.py", *command], cwd=self.folder, capture_output=True, text=True, timeout=60)
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout.strip()

    def send(self, content, **other):
        (self.folder / "message.json").write_text(content if isinstance(content, str) else json.dumps(content))
        return self.run("send", "message.json", **other)

    def collected(self):
        return [json.loads(line) for line in self.run("collect").splitlines()]

    def answer(self):
        """The next answer, once it is there."""
        return wait_for("an answer comes", self.collected)[0]


def openssl(*words):
    subprocess.run(["openssl", *map(str, words)], check=True, capture_output=True)


def sign(folder, name, request=None):
    """A certificate of the authority, for this machine's own name."""
    if request is None:
        request = folder / f"{name}-request.pem"
        openssl("req", "-newkey", "rsa:2048", "-nodes", "-subj", f"/CN={name}", "-keyout", folder / f"{name}-key.pem",
                "-out", request)
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    openssl("x509", "-req", "-in", request, "-CA", folder / "authority.pem", "-CAkey", folder / "authority-key.pem",
            "-CAcreateserial", "-days", "2", "-extfile", folder / "names", "-out", folder / f"{name}.pem")


@pytest.fixture(scope="module")
def mesh(scratch):
    folder = scratch / "mesh"
    folder.mkdir()
    openssl("req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", "-subj", "/CN=authority", "-keyout",
            folder / "authority-key.pem", "-out", folder / "authority.pem")
    sign(folder, "server")
    sign(folder, "client")
    mesh = MESH(folder).start()
    yield mesh
    mesh.kill()


@pytest.fixture(scope="module")
def settings(mesh, scratch):
    """Those of the guide, for the sandbox; the files lie where the guide has them, in a folder of the test's."""
    place = scratch / "etc"
    place.mkdir()
    here = {"/etc/footbridge": str(place), "https://mesh-sync.spineservices.nhs.uk": mesh.address, "X26OT001": OURS}
    shell, lines = (next(b.text for b in blocks("mesh.md") if b.kind == kind) for kind in ("sh", "settings"))
    for written, ours in here.items():
        shell, lines = shell.replace(written, ours), lines.replace(written, ours)
    subprocess.run(["bash", "-euo", "pipefail", "-c", shell], check=True, capture_output=True)
    sign(mesh.folder, "footbridge", place / "mesh/request.pem")
    for name, kept in ("certificate.pem", "footbridge.pem"), ("authority.pem", "authority.pem"):
        (place / "mesh" / name).write_bytes((mesh.folder / kept).read_bytes())
    (place / "mesh/password").write_text(PASSWORD + "\n")
    (place / "mesh/shared-key").write_text(SHARED_KEY + "\n")
    kept = dict(line.split("=", 1) for line in lines.splitlines())
    return kept | {"FOOTBRIDGE_MESH_PAUSE_SECONDS": "1", "FOOTBRIDGE_MESH_CHUNK_KILOBYTES": "1"}


@pytest.fixture(scope="module")
def served(scratch, settings):
    folder = scratch / "mesh-served"
    folder.mkdir()
    footbridge = Footbridge(folder, scratch, **settings).start()
    yield footbridge
    footbridge.kill()


@pytest.fixture(scope="module")
def mailbox(mesh, served, scratch):
    """That of a record system of the hospital, named by its manager and confirmed by the operator."""
    system = RecordSystem("")
    manager = Browser(served.address, "Margaret Doyle").sign_in()
    system.register(manager, "A&amp;E liaison", ["system/Bundle.c"])
    page = f"/record-systems/{system.client}"
    assert manager.act(f"{page}/mailbox", mailbox=THEIRS).status == 303
    assert "not confirmed by the operator yet" in manager.get(page).text
    confirmed = operator(served).act(f"/installation/mesh/senders/{system.client}/confirmation", mailbox=THEIRS)
    assert confirmed.status == 303, confirmed.text
    return Mailbox(mesh, scratch / "theirs", THEIRS, system.client)


def operator(served):
    return Browser(served.address, "Sam Whitlock").sign_in()


def says(served, words, page="/installation/mesh"):
    """Waits until the operator's page says so."""
    visitor = operator(served)
    return wait_for(f"{page} says {words}", lambda: words in (text := visitor.get(page).text) and text)


def uncollected(served, number):
    """Waits until that many of ours have not been collected."""
    visitor, line = operator(served), rf"Answers and word not collected yet</dt><dd[^>]*>{number}<"
    wait_for(f"{number} are not collected", lambda: re.search(line, visitor.get("/installation/mesh").text))


def waits_for_the_team(served, family):
    return Browser(served.address, "Tom Okafor").sign_in().get("/notices").text.count(family)


def test_a_discharge_comes_in_pieces_is_held_and_answered_and_the_answer_is_collected(served, mailbox):
    discharge = message("Ida", "Longstaff", "9990000506", event="discharge")
    mailbox.send(discharge)
    answer = mailbox.answer()
    assert answer["from"] == OURS and answer["workflow"] == "FOOTBRIDGE_MESSAGE_ACK"
    header, outcome = (entry["resource"] for entry in json.loads(answer["content"])["entry"])
    assert header["response"]["identifier"] == discharge["id"] and header["response"]["code"] == "ok"
    assert "held" in json.dumps(outcome) and "Longstaff" not in answer["content"]
    assert len(answer["content"]) > 1000, "it fits into one piece"
    assert waits_for_the_team(served, "Longstaff")
    uncollected(served, 0)


def test_the_same_message_is_recognised(served, mailbox):
    once = message("Ada", "Twiceson", "9990000514")
    for word in ("held", "recognised"):
        mailbox.send(once)
        assert word in mailbox.answer()["content"]
    assert waits_for_the_team(served, "Twiceson") == waits_for_the_team(served, "Longstaff")


def test_what_is_no_message_is_answered_and_kept(served, mailbox):
    mailbox.send("Dear colleague")
    assert "OperationOutcome" in mailbox.answer()["content"]
    page = says(served, "not-a-message")
    assert "Dear colleague" not in page


def test_a_stranger_and_another_workflow_are_kept_for_the_operator(served, mesh, mailbox, scratch):
    Mailbox(mesh, scratch / "strangers", STRANGERS).send(message("Eve", "Stranger", "9990000522"))
    says(served, "unknown-sender")
    mailbox.send(message("Eve", "Stranger", "9990000522"), workflow="ANOTHER")
    page = says(served, "other-workflow")
    assert "Stranger" not in page and not waits_for_the_team(served, "Stranger")
    aside = re.findall(r'action="(/installation/mesh/kept/[^"]+/end)"', page)
    for path in aside:
        assert operator(served).act(path).status == 303
    assert "unknown-sender" not in operator(served).get("/installation/mesh").text


def test_an_answer_that_nobody_collected_is_shown_and_sent_again(served, mesh, mailbox):
    mailbox.send(message("Nan", "Uncollected", "9990000530"))
    uncollected(served, 1)
    name = served.run_sql("SELECT mesh_id FROM delivery WHERE mesh_id IS NOT NULL AND collected_at IS NULL")[0][0]
    mesh.report(code="14", description="Message not collected", workflow_id="FOOTBRIDGE_MESSAGE_ACK",
                linked_message_id=name)
    says(served, "It was not collected from the mailbox within five days.", page="/installation/e-mails")
    assert operator(served).act("/installation/e-mails").status == 303
    # The first lies there still, since nobody has collected it.
    found = []
    wait_for("it is sent again", lambda: found.extend(mailbox.collected()) or len(found) == 2)
    assert found[0]["content"] == found[1]["content"]


GIVEN, FAMILY, NUMBER = "Tomasz", "Zieliński", "9991230033"


def goes_at_once(served, client):
    """The manager and the student decide so, each for themselves."""
    manager = Browser(served.address, "Margaret Doyle").sign_in()
    saved = manager.act(f"/record-systems/{client}/instruction", sending="at-once", urgency="within7Days",
                        request="checkInWithin7Days")
    assert saved.status == 303, saved.text
    student = Browser(served.address, f"{GIVEN} {FAMILY}").sign_in()
    team = re.search(r'<option value="([^"]+)"[^>]*>[^<]*Leeds Beckett', student.get("/my-information/in-advance").text)
    decided = student.act("/my-information/in-advance", team=team[1], categories="contactHappened", asking="atOnce")
    assert decided.status == 303, decided.text


def test_what_a_practitioner_does_later_is_collected_in_its_order(served, mailbox):
    goes_at_once(served, mailbox.client)
    sent = message(GIVEN, FAMILY, NUMBER, event="crisis-contact", born=birth_date(), author="Dr Ola Byrne")
    mailbox.send(sent)
    answer = mailbox.answer()["content"]
    assert '"sent"' in answer, answer
    reference = re.search(r"FB-[0-9A-Z]{4}-[0-9A-Z]{2}", answer)[0]
    exchange = served.run_sql(f"SELECT id FROM exchange WHERE reference = '{reference}'")[0][0]
    practitioner = Browser(served.address, "Grace Adeyemi").sign_in()
    assert practitioner.get(f"/exchanges/{exchange}").status == 200
    assert practitioner.act(f"/exchanges/{exchange}/acknowledgement").status == 303
    told = [mailbox.answer()]
    written = practitioner.act(f"/exchanges/{exchange}/messages", **{"message-message": "We see him this afternoon."})
    assert written.status == 303, written.text
    told.append(mailbox.answer())
    assert {one["from"] for one in told} == {OURS}
    assert {one["workflow"] for one in told} == {"FOOTBRIDGE_MESSAGE_ACK"}
    headers, tasks = zip(*([entry["resource"] for entry in json.loads(one["content"])["entry"]] for one in told))
    assert [header["eventCoding"]["code"] for header in headers] == ["acknowledged", "message-written"]
    assert {header["response"]["identifier"] for header in headers} == {sent["id"]}
    assert {task["id"] for task in tasks} == {exchange} and tasks[0]["status"] == "accepted"
    assert not any(word in str(told) for word in (FAMILY, "this afternoon", "Adeyemi"))
    uncollected(served, 0)
    manager = Browser(served.address, "Margaret Doyle").sign_in()
    assert f"By MESH, in the mailbox {THEIRS}." in manager.get(f"/record-systems/{mailbox.client}").text


def test_killed_between_keeping_and_acknowledging_nothing_is_lost_and_nothing_done_twice(served, mesh, mailbox):
    mesh.hold.touch()
    mailbox.send(message("Kit", "Powercut", "9990000549"))
    wait_for("it is kept", lambda: served.run_sql("SELECT id FROM mesh_message WHERE settled_at IS NULL"))
    served.kill()
    assert [code for code, in served.run_sql("SELECT code FROM mesh_message WHERE settled_at IS NULL")] == [None]
    mesh.hold.unlink()
    served.start()
    assert "held" in mailbox.answer()["content"]
    time.sleep(3)
    assert mailbox.collected() == []
    assert waits_for_the_team(served, "Powercut") == waits_for_the_team(served, "Longstaff")
    assert served.run_sql("SELECT count(*) FROM mesh_message WHERE settled_at IS NULL") == [(0,)]


def test_mesh_is_down_and_back(served, mesh, mailbox):
    mesh.kill()
    assert "MESH was not reached" in says(served, "MESH could not be asked")
    mesh.start()
    mailbox.send(message("Bo", "Comeback", "9990000557"))
    assert "held" in mailbox.answer()["content"]
    assert "MESH could not be asked" not in operator(served).get("/installation/mesh").text


def test_a_wrong_shared_key_is_named_in_plain_words_and_never_shown(served, settings, mailbox, scratch):
    served.stop()
    wrong = scratch / "wrong-key"
    wrong.write_text("not the key")
    other = Footbridge(served.data, scratch, **settings, **{"FOOTBRIDGE_LOG_LEVEL": "info"})
    other.environment["FOOTBRIDGE_MESH_SHARED_KEY_FILE"] = str(wrong)
    other.start()
    try:
        page = says(other, "the password or the shared key is wrong")
        assert "the password or the shared key is wrong" in other.said()
        for secret in ("not the key", SHARED_KEY):
            assert secret not in page and secret not in other.said()
    finally:
        other.stop()


def test_the_table_of_codes_is_the_programs():
    text = (ROOT / "Sources/MESH/MESHReason.swift").read_text()
    names = dict(re.findall(r'case (\w+) = "([\w-]+)"', text))
    words = {names[name]: said for name, said in re.findall(r'case \.(\w+): "([^"]+)"', text)}
    rows = re.findall(r"^\| `([\w-]+)` \| ([^|]+) \|$", (GUIDES / "mesh.md").read_text(), re.M)
    assert dict(rows) == words
