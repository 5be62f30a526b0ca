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


def on_paper(visitor):
    visitor.page.emulate_media(media="print")
    words = visitor.text()
    visitor.page.emulate_media(media="screen")
    return words


def test_the_paper_for_the_student_holds_nothing_that_was_written_for_staff(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    is_refused(clinician)
    paper = on_paper(clinician)
    assert "Samaritans" in paper and "You can change your mind" in paper
    assert "protected all the same" not in paper and "Your colleagues see" not in paper
    clinician.follow("give the reasons")
    gives_reasons(clinician, capacity="has", because="wouldPrejudiceProtection")
    says_what_happened(clinician)
    sends(clinician)

    lead = visit(demo)
    be(lead, "Helen Whitaker")
    lead.go("/decisions")
    with lead.page.expect_navigation():
        lead.page.get_by_role("link", name="Nell Whitby").first.click()
    lead.choose("choice", "doNotShare")
    lead.type("notSharedBecause", "I do not believe her account.")
    lead.press("Decide now, and send if shared")

    clinician.go("/notices")
    clinician.follow("Nell Whitby", exact=False)
    clinician.sees("I do not believe her account.")
    paper = on_paper(clinician)
    assert "Samaritans" in paper
    assert "believe her account" not in paper and "Helen Whitaker" not in paper, paper


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
