"""A contact person leaves: a successor must accept; a stale contact is put right with one click."""

from clinician import tells_university
from people import be


def test_the_successor_accepts_and_then_holds_the_place(demo, visit):
    successor = visit(demo)
    be(successor, "Ben Hartley")
    successor.go("/directory/mine")
    successor.sees("Grace Adeyemi").sees("Nothing moves until you accept")
    with successor.page.expect_navigation():
        successor.page.get_by_role("button", name="I accept").click()
    successor.look()
    visitor = visit(demo)
    visitor.go("/demonstration")
    visitor.press("1 week ahead")
    tells_university(visitor)
    visitor.sees("Ben Hartley")


def test_without_a_successor_the_deputy_is_told_after_the_last_day_and_the_sender_reads_so(demo, visit):
    clinician = visit(demo)
    clinician.go("/demonstration")
    clinician.press("1 week ahead")
    tells_university(clinician)
    clinician.follow("Follow it, write to the team")
    team = visit(demo)
    be(team, "Ben Hartley")
    team.sees("Nell")


def test_a_stale_contact_is_verified_with_one_click(demo, visit):
    manager = visit(demo)
    be(manager, "Sarah Jessop")
    manager.go("/directory/upkeep")
    manager.sees("Not verified since")
    with manager.page.expect_navigation():
        manager.page.locator("main").get_by_role("link").filter(has_text="otice").first.click()
    manager.look()
    manager.press("All of this is right")
    manager.go("/directory/upkeep").does_not_see("Not verified since")
