"""A student whose screen somebody else may see leaves at once."""

import pytest

from people import be

ELSEWHERE = "https://www.bbc.co.uk/weather"


def leaves(visitor):
    """Presses the button; the weather is played, since no test reaches beyond this machine."""
    visitor.context.route("https://www.bbc.co.uk/**", lambda route: route.fulfill(body="<title>Weather</title>Mild."))
    visitor.page.get_by_role("button", name="Leave this site now").click()
    visitor.page.wait_for_url(ELSEWHERE)
    assert visitor.page.title() == "Weather"


@pytest.mark.parametrize("javascript", [True, False])
def test_a_student_leaves_at_once_and_is_signed_out(demo, visit, javascript):
    student = visit(demo, javascript=javascript)
    be(student, "Harry Ainsworth")
    student.go("/my-information")
    leaves(student)
    student.page.goto(demo.address + "/my-information")
    assert student.path.startswith("/sign-in")


def test_what_was_typed_holds_nobody_up_and_back_shows_nothing_of_it(demo, visit):
    student = visit(demo)
    be(student, "Harry Ainsworth")
    student.go("/my-information").go("/my-information/contact")
    student.page.locator("main textarea, main input[type='text'], main input[type='tel']").first.fill("0161 496 0000")
    asked = []
    student.page.on("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    leaves(student)
    assert asked == []
    student.page.go_back()
    assert student.path.startswith("/sign-in"), "the page from which they left is no longer in the history, and none is shown"
