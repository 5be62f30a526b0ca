"""The ladder: reminder, deputy, manager, and at last the sender is told that nobody answered, and whom to phone."""

from clinician import tells_university
from people import be


def moves_clock(visitor, button, times=1):
    for _ in range(times):
        visitor.go("/demonstration")
        visitor.press(button)


def test_the_sender_is_told_that_nobody_answered(demo, visit):
    clinician = visit(demo)
    reference = tells_university(clinician, urgency="within48Hours", requests=("checkInWithin48Hours",))
    moves_clock(clinician, "1 week ahead")
    be(clinician, "Tom Okafor")
    clinician.go("/sent").sees(reference)
    with clinician.page.expect_navigation():
        clinician.page.locator("li", has_text=reference).get_by_role("link").click()
    clinician.look()
    clinician.sees("0113 496 0210")
    text = clinician.text().lower()
    assert "nobody" in text, text

    manager = visit(demo)
    be(manager, "Margaret Doyle")
    manager.go("/ledger").sees(reference)
