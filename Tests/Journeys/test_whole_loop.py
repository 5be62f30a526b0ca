"""From A&E to "support is in place": the main job, by consent, also without JavaScript."""

import pytest

from clinician import receipt, tells_university
from people import be
from practitioner import accepts_everything, acts, opens


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_clinician_tells_the_university_and_knows_that_they_were_heard(demo, visit, javascript):
    clinician = visit(demo, javascript)
    reference = tells_university(clinician)
    clinician.sees("Leeds Beckett University")
    receipt_path = clinician.path

    clinician.follow("A page for the student")
    clinician.sees("What was shared about you").sees("Came to A&E by taxi.").sees("What they were not told")

    team = visit(demo, javascript)
    be(team, "Grace Adeyemi")
    team.sees(reference)
    opens(team, reference)
    team.sees("Came to A&E by taxi.").sees("Nell Whitby")
    acts(team, "acknowledgement", "Acknowledge and take it")
    team.sees("Acknowledged")
    acts(team, "contact-attempts", "Record", way=("telephone",), outcome=("noAnswer",))
    acts(team, "student-contact", "Record", way=("telephone",), words="We talked for twenty minutes.")
    accepts_everything(team)
    acts(team, "messages", "Send", message="Nell is with her flatmates and will come by tomorrow.")
    acts(team, "holding", "Accept")
    acts(team, "closure", "Close it", outcome=("supportInPlace",), words="First talk on Thursday.")
    assert not team.errors(), team.errors()

    clinician.go(receipt_path)
    assert receipt(clinician, "Closed") == reference
    clinician.follow("Follow it, write to the team")
    clinician.sees("Grace Adeyemi").sees("Nell is with her flatmates").sees("support is in place")


def test_a_foreign_team_cannot_open_it(demo, visit):
    clinician = visit(demo)
    tells_university(clinician)
    clinician.follow("Follow it, write to the team")
    path = clinician.path
    stranger = visit(demo)
    be(stranger, "Priya Shah")
    stranger.go(path)
    assert "not" in stranger.heading.lower()
    stranger.does_not_see("Nell")


def test_the_second_of_two_who_acknowledge_at_once_is_told_who_was_first(demo, visit):
    clinician = visit(demo)
    reference = tells_university(clinician)
    first, second = visit(demo), visit(demo)
    be(first, "Grace Adeyemi")
    be(second, "Ben Hartley")
    opens(first, reference)
    opens(second, reference)
    acts(first, "acknowledgement", "Acknowledge and take it")
    acts(second, "acknowledgement", "Acknowledge and take it")
    second.sees("Grace Adeyemi acknowledged this")


def test_what_is_typed_while_a_colleague_ends_it_is_shown_again(demo, visit):
    clinician = visit(demo)
    reference = tells_university(clinician)
    first, second = visit(demo), visit(demo)
    be(first, "Grace Adeyemi")
    be(second, "Ben Hartley")
    opens(first, reference)
    acts(first, "acknowledgement", "Acknowledge only")
    opens(second, reference)
    acts(first, "refusal", "Decline", declineReason=("notOurStudent",), redirect="We do not know.")
    acts(second, "contact-attempts", "Record", way=("telephone",), outcome=("noAnswer",), words="Rang three times.")
    second.sees("What you had typed").sees("Rang three times.").sees("Meanwhile: Declined").sees("Grace Adeyemi")


def test_a_double_click_on_send_is_one_notice(demo, visit):
    clinician = visit(demo)
    reference = tells_university(clinician)
    clinician.go(clinician.path.replace("/receipt", "/check"))
    assert receipt(clinician) == reference
