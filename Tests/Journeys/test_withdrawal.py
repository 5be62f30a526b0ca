"""The student changes their mind: what is unread is called back, what was read is marked and its readers told."""

from people import be


def stops(student, team):
    student.go("/my-information")
    with student.page.expect_navigation():
        student.page.get_by_role("link", name=f"Stop telling them: {team}").first.click()
    student.look()
    student.press("Yes, stop telling them")


def test_what_somebody_has_read_is_marked_and_they_are_told(demo, visit):
    student, team = visit(demo), visit(demo)
    be(student, "Rowan Ellery")
    student.sees("Crisis contact")
    stops(student, "University of Leeds")
    be(team, "Priya Shah")
    team.go("/inbox")
    with team.page.expect_navigation():
        team.page.get_by_role("link", name="Rowan").first.click()
    team.look()
    assert "withdr" in team.text().lower() or "no longer agree" in team.text().lower(), team.text()


def test_who_withdrew_sees_it_and_the_history_stays(demo, visit):
    student = visit(demo)
    be(student, "Mei Nakamura")
    student.sees("What has been shared about you")
    assert "withdr" in student.text().lower() or "no longer" in student.text().lower() or "ended" in student.text().lower()
    student.go("/my-information/who-looked").sees("Priya Shah")


def test_a_student_decides_in_advance_and_finds_it_again(demo, visit):
    student = visit(demo)
    be(student, "Tomasz Zieliński")
    student.follow("Decide in advance who may be told what")
    student.go("/my-information/contact")
