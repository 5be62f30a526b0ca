"""The student changes their mind: what is unread is called back, what was read is marked and its readers told."""

from clinician import (
    begin,
    finds_university,
    is_agreed,
    known_number,
    receipt,
    says_what_happened,
    sends,
    tells_university,
)
from people import be


def stops(student):
    student.go("/my-information")
    with student.page.expect_navigation():
        student.page.locator('main a[href^="/my-information/agreements/"][href$="/end"]').first.click()
    student.look()
    student.press("Yes, stop telling them")


def test_what_somebody_has_read_is_marked_and_they_are_told(demo, visit):
    student, team = visit(demo), visit(demo)
    be(student, "Rowan Ellery")
    student.sees("When you were in touch with the crisis team")
    stops(student)
    be(team, "Priya Shah")
    team.go("/inbox")
    with team.page.expect_navigation():
        team.page.get_by_role("link", name="Rowan").first.click()
    team.look()
    assert "withdr" in team.text().lower() or "no longer agree" in team.text().lower(), team.text()


def test_what_nobody_has_read_is_called_back(demo, visit):
    clinician, student, team = visit(demo), visit(demo), visit(demo)
    begin(clinician)
    clinician.type("nhsNumber", known_number(3))
    clinician.press("Continue")
    clinician.page.locator('[name="person"]').first.check(force=True)
    clinician.press("Continue")
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    is_agreed(clinician)
    says_what_happened(clinician)
    sends(clinician)
    reference = receipt(clinician)
    be(team, "Grace Adeyemi")
    team.sees(reference)

    be(student, "Tomasz Zieliński")
    stops(student)

    team.go("/inbox").does_not_see(reference)
    clinician.follow("Follow it, write to the team")
    clinician.sees("withdr")


def test_staff_write_it_down_from_the_page_of_the_notice_on_a_phone(demo, visit):
    clinician, team = visit(demo), visit(demo)
    reference = tells_university(clinician)
    clinician.follow("Follow it, write to the team")
    clinician.page.set_viewport_size({"width": 375, "height": 900})
    clinician.follow("Write down that the student takes back what they agreed to")
    assert clinician.path.endswith("#answers")
    clinician.page.get_by_text("The student takes this back", exact=True).first.click()
    clinician.press("Write down that the student no longer agrees")
    clinician.sees("This has ended.").does_not_see("Write down that the student takes back what they agreed to")
    be(team, "Grace Adeyemi")
    team.go("/inbox").does_not_see(reference)


def test_who_withdrew_sees_it_and_the_history_stays(demo, visit):
    student = visit(demo)
    be(student, "Mei Nakamura")
    student.sees("What has been shared about you")
    assert any(words in student.text().lower() for words in ("withdr", "no longer", "ended"))
    student.go("/my-information/who-looked").sees("Priya Shah")


def test_a_student_decides_in_advance_and_finds_it_again(demo, visit):
    student = visit(demo)
    be(student, "Tomasz Zieliński")
    student.follow("Decide in advance who may be told what")
    student.go("/my-information/contact")
