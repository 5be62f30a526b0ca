"""What the guide for record systems says to type is typed here, against a Footbridge that serves."""

import subprocess

import pytest

from browser import Browser
from installation import Footbridge
from sandbox import blocks


@pytest.fixture
def served(scratch):
    folder = scratch / "connecting"
    folder.mkdir()
    footbridge = Footbridge(folder, scratch).start()
    yield footbridge
    footbridge.stop()


def test_a_record_system_is_connected_and_hands_in_a_message(served, tmp_path):
    make_key, *rest = [block.text for block in blocks("connect-a-record-system.md") if block.kind == "sh"]
    typed(make_key, tmp_path)
    manager = Browser(served.address, "Margaret Doyle").sign_in()
    service = manager.get("/record-systems").text.split('name="service"')[1].split('value="')[2].split('"')[0]
    made = manager.act(
        "/record-systems", name="Emergency record", service=service,
        scopes=["system/Bundle.c", "system/Organization.rs"], keys=(tmp_path / "public-keys.json").read_text(),
    )
    assert made.status == 303, made.text
    client = made.location.split("/")[-1]
    said = typed(BASE + "\n".join(rest), tmp_path, CLIENT=client, FOOTBRIDGE=f"http://127.0.0.1:{served.port}")
    assert "Nothing has gone to a university" in said and "Leeds Beckett University" in said and "409" in said

    nurse = Browser(served.address, "Tom Okafor").sign_in()
    assert "Una Example" in nurse.get("/notices").text


# The function that the guide's first block defines, for the shell that runs the rest.
BASE = "base64url() { basenc --base64url --wrap=0 | tr -d =; }\n"


def typed(commands, folder, **variables):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env={"PATH": "/usr/bin:/bin", **variables},
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
