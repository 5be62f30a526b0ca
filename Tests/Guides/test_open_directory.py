"""What the guide to the open directory says to type is typed here, against a Footbridge that serves; and what programs read
there is read by programs that others wrote: an iCalendar parser, and a fuzzer that has openapi.json before it."""

import csv
import io
import json
import pathlib
import re
import subprocess
import sys
import urllib.request

import icalendar
import pytest

from browser import Browser
from installation import Footbridge
from open_referral import faults
from sandbox import blocks


@pytest.fixture(scope="module")
def served(scratch):
    folder = scratch / "open"
    folder.mkdir()
    footbridge = Footbridge(folder, scratch).start()
    yield footbridge
    footbridge.stop()


@pytest.fixture
def root(served):
    return f"http://127.0.0.1:{served.port}"


def test_every_command_of_the_guide_does_what_it_says(root, tmp_path):
    said = [typed(block.text, root, tmp_path) for block in blocks("open-directory.md") if block.kind == "sh"]
    assert "Crisis Resolution" in said[0] and said[0].startswith('"id","name"')
    assert "HSDS-UK-3.0" in said[1] and '"size":2' in said[1] and '"3.1.0"' in said[1]
    assert '"total_items":4' in said[1]
    assert '"parameter":"day"' in said[2] and "total_items" in said[2]
    assert said[3] == "304\n"


def test_a_spreadsheet_reads_the_table(root):
    text = urllib.request.urlopen(f"{root}/open-directory/services.csv").read().decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert len(rows) == 4 and all(None not in row and len(row) == len(rows[0]) for row in rows)
    arts = next(row for row in rows if row["name"] == "Student Support")
    assert arts["organization"] == "Leeds Arts University" and arts["alert"].startswith("Not verified since")
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", arts["assured_date"])


@pytest.mark.parametrize("path, kind", [
    ("services", "service"), ("service_at_locations", "service_at_location"), ("taxonomies", "taxonomy"),
    ("taxonomy_terms", "taxonomy_term"),
])
def test_every_answer_is_as_open_referral_has_it(path, kind, root):
    listed = read(f"{root}/open-referral/v3/{path}?per_page=100")
    assert listed["contents"] and not faults(listed, kind, is_list=True)
    for item in listed["contents"]:
        assert not faults(read(f"{root}/open-referral/v3/{path}/{item['id']}"), kind)


def test_the_first_answer_says_which_profile_it_follows(root):
    assert not faults(read(f"{root}/open-referral/v3"), "details")


def test_what_open_referral_would_refuse_is_found(root):
    first = read(f"{root}/open-referral/v3/services?per_page=1")["contents"][0]
    whole = read(f"{root}/open-referral/v3/services/{first['id']}")
    for name, wrong in [("status", "open"), ("id", "7"), ("url", "no address"), ("minimum_age", "18"), ("hours", [])]:
        assert len(faults(whole | {name: wrong}, "service")) == 1, name
    assert faults({name: value for name, value in whole.items() if name != "name"}, "service")
    whole["organization"]["organization_identifiers"][0].pop("identifier")
    assert ["identifier" in fault for fault in faults(whole, "service")] == [True]


def read(address):
    return json.load(urllib.request.urlopen(address))


def test_a_calendar_program_reads_what_is_due(served, root):
    practitioner = Browser(served.address, "Priya Shah").sign_in()
    page = practitioner.act("/account/calendar")
    secret = re.search(r"/calendar/[\w-]+\.ics", page.text)[0]
    calendar = icalendar.Calendar.from_ical(urllib.request.urlopen(root + secret).read())
    events = calendar.walk("VEVENT")
    assert events and calendar["VERSION"] == "2.0" and not calendar.errors
    for event in events:
        assert event["SUMMARY"].startswith("Footbridge: ") and event["DTSTART"].dt.utcoffset().total_seconds() == 0
        assert event["UID"] and event["DTSTAMP"] and not event.errors
    link = next(str(event["URL"]) for event in events if "/exchanges/" in event["URL"])
    assert practitioner.get("/exchanges/" + link.split("/")[-1]).status == 200


def test_whatever_is_asked_the_answers_are_as_openapi_json_says(root, tmp_path):
    config = pathlib.Path(__file__).with_name("schemathesis.toml")
    done = subprocess.run(
        [sys.executable, "-m", "schemathesis.cli", "--config-file", config, "--no-color", "run", f"{root}/openapi.json"],
        cwd=tmp_path, capture_output=True, text=True, timeout=240,
    )
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]


def typed(commands, root, folder):
    done = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands], cwd=folder, env={"PATH": "/usr/bin:/bin", "FOOTBRIDGE": root},
        capture_output=True, text=True, timeout=60,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout
