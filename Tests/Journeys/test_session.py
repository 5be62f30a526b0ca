"""A session ends when nobody is there; before that there is a warning, and after it nothing typed is lost."""

from clinician import begin
from people import be

MINUTE = 60_000


def test_typing_survives_the_end_of_a_session(demo, visit):
    clinician, other = visit(demo), visit(demo)
    begin(clinician)
    page = clinician.page
    page.clock.install()
    page.reload()
    clinician.type("givenName", "Nell")

    page.clock.fast_forward(14 * MINUTE)
    page.locator(".fb-idle--warning").wait_for()
    page.get_by_role("button", name="Stay signed in").click()
    page.locator(".fb-idle").wait_for(state="detached")

    other.go("/demonstration")
    other.press("1 hour ahead")
    page.clock.fast_forward(16 * MINUTE)
    page.locator(".fb-idle--ended").wait_for()
    page.get_by_role("button", name="Continue", exact=True).last.click()
    page.get_by_role("button", name="Not signed in yet: try again").wait_for()

    tab = clinician.context.new_page()
    tab.goto(demo.address + "/demonstration")
    with tab.expect_navigation():
        tab.locator(".fb-person", has_text="Tom Okafor").click()
    page.get_by_role("button", name="Not signed in yet: try again").click()
    page.locator(".fb-idle").wait_for(state="detached")
    assert page.locator('[name="givenName"]').input_value() == "Nell"
    clinician.type("nhsNumber", "1")
    with page.expect_navigation():
        page.get_by_role("button", name="Continue", exact=True).click()
    assert page.locator('[name="givenName"]').input_value() == "Nell"
    assert clinician.errors(), "the form was not taken"


def test_signing_out_ends_it_in_every_tab(demo, visit):
    visitor = visit(demo)
    be(visitor, "Priya Shah")
    tab = visitor.context.new_page()
    tab.goto(demo.address + "/inbox")
    visitor.press("Sign out")
    tab.goto(demo.address + "/inbox")
    assert "/sign-in" in tab.url
