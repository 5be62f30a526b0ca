"""What has reached its time is removed: after a report, by a named person, and never what is on hold."""

import re

from people import be


def a_year_goes_by(visitor, times=1):
    for _ in range(times):
        visitor.go("/demonstration")
        visitor.press("1 year ahead")


def keeps_for(lead, years):
    lead.go("/retention")
    lead.type("years", years)
    lead.press("Save the number of years")
    if lead.heading.startswith("Keep exchanges for"):
        lead.sees("would have reached their time").press(f"Yes, keep them for {years} year{'' if years == '1' else 's'}")


def makes_a_report(lead):
    """Opens a new report; returns the references that stand in it."""
    lead.go("/retention")
    lead.press("Make a report")
    return re.findall(r"FB-\w{4}-\w\w", lead.text())


def removes(lead, count):
    lead.type("reasons", "I looked through them with the head of service. No claim, no request.")
    lead.choose("sure", "yes")
    lead.press(f"Remove these {count}")


def test_the_university_removes_its_side_and_the_nhs_keeps_its_own(demo, visit):
    lead, guardian = visit(demo), visit(demo)
    be(lead, "Callum Fraser")
    lead.go("/retention").sees("7 years after the last entry")
    keeps_for(lead, "99")
    assert lead.errors(), "99 years were accepted"
    keeps_for(lead, "1")
    a_year_goes_by(lead)
    be(lead, "Callum Fraser")
    references = makes_a_report(lead)
    assert references
    lead.sees("because of a legal hold")
    # Neither reasons nor a tick: nothing happens, and both are asked for.
    lead.press(f"Remove these {len(references)}")
    assert "Enter why" in lead.errors()[0] and "Confirm" in lead.errors()[0]
    removes(lead, len(references))
    lead.sees("The removal is done").sees("the other side still keeps it")
    lead.does_not_see(references[0])
    lead.go("/ledger?from=2020-01-01").does_not_see(references[0])
    lead.go("/inbox")
    assert makes_a_report(lead) == []

    be(guardian, "Helen Whitaker")
    guardian.go("/ledger?from=2020-01-01")
    theirs = [reference for reference in references if reference in guardian.text()]
    assert theirs, "the NHS has lost what only the university let go"
    guardian.follow(theirs[0])
    guardian.sees("University of Leeds removed its side")


def test_the_student_is_told_how_long_each_side_keeps_it_and_who_has_removed_it(demo, visit):
    lead, student = visit(demo), visit(demo)
    be(student, "Rowan")
    student.sees("University of Leeds keeps each notice for 7 years").sees("for 20 years")
    be(lead, "Helen Whitaker")
    lead.go("/retention").sees("This is not yours to choose")
    with lead.page.expect_navigation():
        lead.page.get_by_role("link", name="Hold on the student").click()
    lead.look().choose("choice", "lift")
    lead.type("liftedBecause", "The complaint was answered and closed.")
    lead.press("Save")
    lead.sees("Your organisation has placed no hold.")
    dpo = visit(demo)
    be(dpo, "Callum Fraser")
    keeps_for(dpo, "1")
    a_year_goes_by(dpo)
    be(dpo, "Callum Fraser")
    removes(dpo, len(makes_a_report(dpo)))
    be(student, "Rowan")
    student.sees("University of Leeds removed this on").sees("You still can.")
    student.go("/my-information/who-looked").sees("removed a notice about you from what their organisation keeps")


def test_a_hold_is_placed_from_an_exchange_and_its_late_review_is_shown(demo, visit):
    lead = visit(demo)
    be(lead, "Callum Fraser")
    lead.go("/retention").sees("Review overdue")
    lead.go("/ledger")
    with lead.page.expect_navigation():
        lead.page.locator("table a").first.click()
    lead.look()
    lead.follow("Place a legal hold, or see the one that stands")
    lead.press("Place the hold")
    assert "Enter why" in lead.errors()[0] or "day of the review" in lead.errors()[0]


def test_nobody_else_finds_the_page(demo, visit):
    other = visit(demo)
    for name in ("Priya Shah", "Ruth Alderson", "Sam Whitlock", "Rowan"):
        be(other, name)
        assert other.page.get_by_role("link", name="Keeping and removing").count() == 0
        other.go("/retention").sees("You cannot do this in your role")
