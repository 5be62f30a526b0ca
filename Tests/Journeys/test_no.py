"""A no ends well: nothing is told, the student gets help to take along, and it is counted."""

from clinician import begin, finds_university, gives_reasons, is_refused, says_who, says_what_happened, sends
from people import be


def test_somebody_who_is_no_student_is_let_go_with_help(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "", "", answer="no")
    assert clinician.heading == "Nothing will be shared"
    clinician.sees("Samaritans")
    clinician.press("Finish, share nothing")
    assert clinician.path == "/notices"


def test_a_refusal_ends_there(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    is_refused(clinician)
    assert clinician.heading == "Nothing will be shared"
    clinician.press("Finish, share nothing")

    team = visit(demo)
    be(team, "Grace Adeyemi")
    team.does_not_see("Whitby")


def test_a_refusal_with_capacity_waits_for_the_lead_whatever_the_clinician_writes(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    is_refused(clinician)
    clinician.follow("give the reasons")
    gives_reasons(clinician, capacity="has", because="wouldPrejudiceProtection")
    says_what_happened(clinician)
    clinician.sees("Somebody has to decide first")
    sends(clinician)
    assert clinician.heading == "Nothing has been sent yet"

    team = visit(demo)
    be(team, "Grace Adeyemi")
    team.does_not_see("Whitby")
