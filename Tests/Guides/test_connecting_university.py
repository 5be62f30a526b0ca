"""What the guide for universities' systems says to type is typed here, against a Footbridge that serves."""

import json
import re

import pytest

from browser import Browser
from installation import Footbridge
from sandbox import blocks
from test_connecting import BASE, typed

SCOPES = """Organization.rs HealthcareService.rs Location.rs PractitionerRole.rs Task.rs Task.u ServiceRequest.rs Patient.rs
Encounter.rs Communication.rs Communication.c Provenance.rs""".split()


@pytest.fixture
def served(scratch):
    folder = scratch / "university"
    folder.mkdir()
    footbridge = Footbridge(folder, scratch).start()
    yield footbridge
    footbridge.stop()


def test_a_university_system_reads_what_waits_and_says_what_its_people_did(served, tmp_path):
    make_key, *rest = [block.text for block in blocks("connect-a-university-system.md") if block.kind == "sh"]
    typed(make_key, tmp_path)
    manager = Browser(served.address, "Ruth Alderson").sign_in()
    page = manager.get("/record-systems").text
    team = re.search(r'<option value="([^"]+)"[^>]*>[^<]*Wellbeing', page)[1]
    made = manager.act(
        "/record-systems", name="Case system", service=team, scopes=[f"system/{scope}" for scope in SCOPES],
        keys=(tmp_path / "public-keys.json").read_text(),
    )
    assert made.status == 303, made.text
    client = made.location.split("/")[-1]
    said = typed(BASE + "\n".join(rest), tmp_path, CLIENT=client, FOOTBRIDGE=f"http://127.0.0.1:{served.port}")
    assert "We see the student this afternoon." in said
    waiting = json.loads((tmp_path / "waiting.json").read_text())["entry"][0]["resource"]
    assert waiting["status"] == "requested" and "for" not in waiting
    told = [entry["resource"]["resourceType"] for entry in json.loads((tmp_path / "told.json").read_text())["entry"]]
    assert sorted(told) == ["Patient", "ServiceRequest", "Task"]
    found = json.loads((tmp_path / "found.json").read_text())
    student = next(entry["resource"] for entry in json.loads((tmp_path / "told.json").read_text())["entry"]
                   if entry["resource"]["resourceType"] == "Patient")
    assert student["id"] in [entry["resource"]["id"] for entry in found["entry"]]
    assert not any(student["name"][0]["family"] in link["url"] for link in found["link"])
    adviser = Browser(served.address, "Priya Shah").sign_in()
    seen = adviser.get(f"/exchanges/{waiting['id']}").text
    assert "We see the student this afternoon." in seen and "through their own system" in seen
