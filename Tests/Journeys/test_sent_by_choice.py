"""A student who does not want to be asked again, and a team that lets such messages go at once."""

import re

from clinician import known_number
from people import be
from practitioner import opens
from record_system import birth_date
from test_record_system import connected

GIVEN, FAMILY, NUMBER = "Tomasz", "Zieliński", known_number(3)


def test_a_message_goes_at_once_and_the_student_sees_that_it_did(demo, visit):
    system, manager = connected(visit, demo)
    manager.choose("sending", "at-once")
    manager.press("Save")
    assert len(manager.errors()) == 1
    manager.choose("urgency", "within7Days")
    manager.choose("request", "checkInWithin7Days")
    manager.choose("unsaidKind", "crisisContact")
    manager.press("Save")
    for name, value in (("sending", "at-once"), ("unsaidKind", "crisisContact")):
        assert manager.page.locator(f'[name="{name}"][value="{value}"]').is_checked()

    held = system.hands_in(GIVEN, FAMILY, NUMBER, born=birth_date(), author="Dr Ola Byrne")
    assert "asks-first" in str(held) or "not-decided" in str(held), held
    clinician = visit(demo)
    be(clinician, "Tom Okafor")
    clinician.go("/notices").sees("From your record system")

    student = visit(demo)
    be(student, f"{GIVEN} {FAMILY}")
    student.go("/my-information/in-advance")
    team = student.page.locator('[name="team"] option', has_text="Leeds Beckett").first.get_attribute("value")
    student.select("team", team)
    student.choose("categories", "contactHappened")
    student.press("Save my decision")
    assert "Choose whether they are told at once" in student.errors()[0]
    student.choose("asking", "atOnce")
    student.press("Save my decision")
    student.sees("nobody has to ask you first")

    sent = str(system.hands_in(GIVEN, FAMILY, NUMBER, event="crisis-contact", born=birth_date(), author="Dr Ola Byrne"))
    assert "'sent'" in sent and "Came with a friend" not in sent

    university = visit(demo)
    be(university, "Grace Adeyemi")
    opens(university, re.search(r"FB-[0-9A-Z]{4}-[0-9A-Z]{2}", sent)[0])
    university.sees("Dr Ola Byrne, through Emergency record").does_not_see("very low")

    student.go("/my-information").sees("because you had chosen not to be asked again")


def test_a_manager_says_where_the_own_system_hears_of_things(demo, visit):
    manager = visit(demo)
    be(manager, "Ruth Alderson")
    manager.follow("Record systems")
    manager.follow("Where Footbridge tells your own system")
    manager.type("address", "http://hub.example.ac.uk")
    manager.press("Register")
    assert manager.errors()
    manager.type("address", "https://hub.example.ac.uk/footbridge")
    manager.press("Register")
    manager.sees("it is not shown again")
    manager.go("/endpoint").sees("https://hub.example.ac.uk/footbridge").does_not_see("it is not shown again")
    manager.press("Stop")
    manager.does_not_see("hub.example.ac.uk")
