"""What a record system hands in waits for a person, who goes on from it without typing it again."""

import functools
import http.server
import re
import shutil
import threading
import urllib.error

import pytest

from clinician import finds_university, is_agreed, nhs_number, receipt, says_what_happened, sends
from installation import Installation
from people import be
from practitioner import opens
from record_system import RecordSystem


def connected(visit, demo):
    system = RecordSystem(demo.address)
    manager = visit(demo)
    be(manager, "Margaret Doyle")
    manager.follow("Record systems")
    manager.type("name", "Emergency record")
    manager.type("keys", "these are no keys")
    manager.press("Register")
    assert manager.errors() and manager.page.locator('[name="name"]').input_value() == "Emergency record"
    team = manager.page.locator('[name="service"] option', has_text="A&E liaison").first.get_attribute("value")
    manager.select("service", team)
    manager.choose("scopes", "system/Bundle.c")
    manager.type("keys", system.public_keys)
    manager.press("Register")
    system.client = manager.path.split("/")[-1]
    return system, manager


def test_a_message_becomes_a_notice_by_a_persons_decision(demo, visit):
    system, _ = connected(visit, demo)
    answer = system.hands_in("Nell", "Whitby", nhs_number(0))
    assert "Nothing has gone to a university" in str(answer)

    team = visit(demo)
    be(team, "Grace Adeyemi")
    team.does_not_see("Whitby")

    clinician = visit(demo)
    be(clinician, "Tom Okafor")
    clinician.go("/notices")
    clinician.sees("From your record system").sees("Nell Whitby").sees("Presentation at A&E")
    clinician.page.get_by_role("button", name=re.compile("Go on from this about Nell Whitby")).click()
    clinician.page.wait_for_url("**/who")
    assert clinician.page.locator('[name="familyName"]').input_value() == "Whitby"
    clinician.press("Continue")
    if clinician.heading == "Who is it about?":
        clinician.choose("person", "new")
        clinician.press("Continue")
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    is_agreed(clinician)
    assert clinician.page.locator('[name="text-riskSummary"]').input_value() == "Came with a friend, very low."
    assert clinician.page.locator('[name="kind"][value="presentation"]').is_checked()
    says_what_happened(clinician)
    sends(clinician)
    reference = receipt(clinician)
    clinician.go("/notices").does_not_see("From your record system")
    opens(team, reference)
    team.sees("Whitby")


def test_what_is_no_reason_to_tell_anybody_is_set_aside(demo, visit):
    system, _ = connected(visit, demo)
    system.hands_in("Nell", "Whitby", nhs_number(0), event="discharge")
    clinician = visit(demo)
    be(clinician, "Tom Okafor")
    clinician.go("/notices")
    clinician.page.get_by_role("button", name=re.compile("Set aside")).click()
    clinician.look()
    assert clinician.heading == "Set this message aside?"
    clinician.press("Yes, set it aside")
    clinician.page.wait_for_load_state()
    clinician.does_not_see("Whitby")


def of_team(manager, field, name):
    return manager.page.locator(f'select[name="{field}"] option', has_text=name).first.get_attribute("value")


def test_a_system_moves_to_another_team_and_what_waits_goes_along(demo, visit):
    system, manager = connected(visit, demo)
    page = manager.path
    system.hands_in("Nell", "Whitby", nhs_number(0))
    manager.go("/directory/new-service")
    manager.type("name", "Night desk")
    manager.press("Open the service")
    manager.go(page)
    manager.press("Move it to this team")
    assert "Choose the other team" in manager.errors()[0]
    manager.select("service", of_team(manager, "service", "Night desk"))
    manager.press("Move it to this team")
    manager.is_told("The team that it leaves is told.")

    clinician = visit(demo)
    be(clinician, "Tom Okafor")
    clinician.go("/notices")
    clinician.does_not_see("Whitby")

    # Nobody at the night desk decides yet, so the manager sees that it waits, and not what it says.
    manager.go("/record-systems")
    manager.sees("Night desk (no clinician)").does_not_see("Whitby")
    manager.select("team", of_team(manager, "team", "A&E liaison"))
    manager.press("Give them to this team")
    manager.is_told("1 message given to the team.").does_not_see("no clinician")
    clinician.go("/notices")
    clinician.sees("Whitby")


def test_a_system_that_is_shut_out_can_do_nothing(demo, visit):
    system, manager = connected(visit, demo)
    system.hands_in("Nell", "Whitby", nhs_number(0))
    manager.press("Shut out")
    manager.sees("Shut out")
    with pytest.raises(urllib.error.HTTPError) as refused:
        system.token()
    assert refused.value.code == 401


def test_a_manager_tests_a_connection_and_sees_what_is_wrong(demo, visit):
    system, manager = connected(visit, demo)
    manager.press("Test this connection")
    manager.sees("The key “one” can sign with ES384.").sees("It has not been given a token yet.")
    system.hands_in("Nell", "Whitby", nhs_number(0))
    manager.press("Test it again")
    manager.sees("nothing is wrong").sees("waits for a person of the team").does_not_see("Whitby")

    stranger = RecordSystem(demo.address)
    stranger.client = system.client
    with pytest.raises(urllib.error.HTTPError):
        stranger.token()
    manager.press("Test it again")
    manager.sees("something has to be mended").sees("was not made with the key that it names (kid “one”)")


@pytest.fixture
def published(tmp_path):
    """A place on this machine where a record system publishes its keys."""
    folder = tmp_path / "published"
    folder.mkdir()
    server = http.server.ThreadingHTTPServer(
        ("127.0.0.1", 0), functools.partial(http.server.SimpleHTTPRequestHandler, directory=folder)
    )
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield folder, f"127.0.0.1:{server.server_port}"
    server.shutdown()


def test_a_system_publishes_its_keys_and_changes_them_by_itself(fresh_world, tmp_path, published, visit):
    keys, host = published
    folder = tmp_path / "demo"
    shutil.copytree(fresh_world, folder)
    with Installation(folder, "demo", {"FOOTBRIDGE_INSIDE_PROVIDERS": host}) as demo:
        system = RecordSystem(demo.address)
        manager = visit(demo)
        be(manager, "Margaret Doyle")
        manager.go("/record-systems")
        manager.type("name", "Ward record")
        team = manager.page.locator('[name="service"] option', has_text="A&E liaison").first.get_attribute("value")
        manager.select("service", team)
        manager.choose("scopes", "system/Bundle.c")
        manager.type("keysAddress", "http://record.example.nhs.uk/keys.json")
        manager.press("Register")
        assert "begins with https://" in manager.errors()[0]
        manager.type("keysAddress", f"http://{host}/keys.json")
        manager.press("Register")
        manager.sees("Its keys could not be read.").sees("404")
        system.client = manager.path.split("/")[-1]

        (keys / "keys.json").write_text(system.public_keys)
        manager.press("Test this connection")
        manager.sees("Its keys were read just now")
        assert system.token()


def test_keys_inside_the_network_are_not_read_unless_the_operator_says_so(demo, published, visit):
    keys, host = published
    system, manager = connected(visit, demo)
    (keys / "keys.json").write_text(system.public_keys)
    manager.type("keysAddress", f"http://{host}/keys.json")
    manager.press("Replace the keys")
    manager.sees("Its keys could not be read.")
    with pytest.raises(urllib.error.HTTPError):
        system.token()
