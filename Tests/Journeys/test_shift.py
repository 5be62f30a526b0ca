"""The university answers at night, and whoever sent the notice has gone home: the colleague on duty reads it."""

import pytest

from clinician import tells_university
from people import be
from practitioner import acts, opens


def line(visitor, reference):
    return visitor.page.locator("main li", has_text=reference)


def counted(visitor):
    """What the navigation says of what was sent."""
    count = visitor.page.locator('.fb-nav__link[href="/sent"] .fb-nav__count')
    return int(count.inner_text().split()[0]) if count.count() else 0


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_an_answer_reaches_the_colleague_on_duty(demo, visit, javascript):
    night, duty, stranger, team = visit(demo), visit(demo, javascript), visit(demo), visit(demo)
    reference = tells_university(night)
    be(duty, "Sunita Rao")
    before = counted(duty.go("/sent?list=unread").does_not_see(reference))

    be(team, "Grace Adeyemi")
    opens(team, reference)
    acts(team, "acknowledgement", "Acknowledge only")
    acts(team, "messages", "Send", message="We cannot find her: which faculty?")

    if javascript:
        line(duty, reference).wait_for()
    duty.go("/sent?list=unread")
    assert counted(duty) == before + 1
    assert "Nell Whitby" in line(duty, reference).inner_text()
    assert "Sent by Tom Okafor" in line(duty, reference).inner_text()
    be(stranger, "Jamal Hussain")
    stranger.go("/sent?list=unread").does_not_see(reference)

    with duty.page.expect_navigation():
        line(duty, reference).get_by_role("link").click()
    duty.look()
    duty.sees("which faculty?")
    assert counted(duty) == before
    duty.go("/sent?list=unread").does_not_see(reference)

    night.go("/notices")
    assert "they wrote to you" in line(night, reference).inner_text()
    assert "Read by Sunita Rao" in line(night, reference).inner_text()
    with night.page.expect_navigation():
        line(night, reference).get_by_role("link").click()
    night.look()
    night.go("/notices").does_not_see(reference)
