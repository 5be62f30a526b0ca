"""Text that was typed and not sent is not lost by another button, by leaving the page, or by signing out elsewhere."""

import pytest

from clinician import tells_university
from people import be
from practitioner import acts, opens

WORDS = "She has not answered her door since Monday."


def reads(visitor):
    """Grace at the page of what she was told."""
    reference = tells_university(visitor)
    be(visitor, "Grace Adeyemi")
    opens(visitor, reference)
    return visitor.page.url


def message(visitor):
    return visitor.page.locator('[name="message-message"]')


def types_message(visitor):
    message(visitor).click()
    message(visitor).press_sequentially(WORDS)


def answers(visitor, accept):
    """Answers the questions of the browser; gives what was asked."""
    asked = []

    def answer(dialog):
        asked.append(f"{dialog.type}: {dialog.message}")
        dialog.accept() if accept else dialog.dismiss()

    visitor.page.on("dialog", answer)
    return asked, lambda: visitor.page.remove_listener("dialog", answer)


def test_another_button_asks_before_a_message_is_lost(demo, visit):
    team = visit(demo)
    address = reads(team)
    types_message(team)
    asked, done = answers(team, accept=False)
    team.page.get_by_role("button", name="Acknowledge and take it").click()
    assert asked == ["confirm: What you typed in “Your message” has not been sent. Go on, and lose it?"]
    assert team.page.url == address and message(team).input_value() == WORDS
    assert message(team).evaluate("field => field === document.activeElement")
    done()

    asked, done = answers(team, accept=True)
    team.press("Acknowledge only")
    done()
    assert len(asked) == 1
    assert team.page.get_by_role("button", name="Acknowledge only").count() == 0
    assert message(team).input_value() == ""


def test_nothing_is_asked_where_nothing_is_lost(demo, visit):
    team = visit(demo)
    reads(team)
    asked, done = answers(team, accept=False)
    acts(team, "messages", "Send", message=WORDS)
    team.sees(WORDS)
    team.press("Acknowledge only")
    team.follow("Inbox", exact=False)
    team.page.locator('[name="words"]').click()
    team.page.locator('[name="words"]').press_sequentially("Nell")
    team.follow("Inbox", exact=False)
    done()
    assert asked == []


def test_leaving_the_page_asks_and_the_browser_keeps_nothing(demo, visit):
    team = visit(demo)
    address = reads(team)
    types_message(team)
    asked, done = answers(team, accept=False)
    team.page.get_by_role("navigation", name="Main").get_by_role("link").first.click()
    assert [question.split(":")[0] for question in asked] == ["beforeunload"]
    assert team.page.url == address and message(team).input_value() == WORDS
    assert WORDS not in team.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    done()


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("signs_in", ["before", "after"])
def test_a_message_comes_back_after_signing_out_in_another_tab(demo, visit, javascript, signs_in):
    team = visit(demo, javascript)
    address = reads(team)
    message(team).fill(WORDS)
    signs_out_elsewhere(team, then="Grace Adeyemi" if signs_in == "before" else None)
    team.press("Send")
    if signs_in == "after":
        assert team.heading == "Sign in again"
        team.does_not_see(WORDS)
        with team.page.expect_navigation():
            team.page.locator(".fb-person", has_text="Grace Adeyemi").click()
        team.look()
    assert team.heading == "You are signed in again"
    team.sees(WORDS)
    instead = team.page.get_by_role("link", name="Do not go on; show me the page instead")
    assert team.installation.address + instead.get_attribute("href") == address
    team.press("Go on where I was")
    assert team.page.url.split("#")[0] == address
    team.sees(WORDS)


def test_nobody_sends_what_another_person_typed(demo, visit):
    team = visit(demo)
    address = reads(team)
    message(team).fill(WORDS)
    signs_out_elsewhere(team, then="Priya Shah")
    team.press("Send")
    assert team.heading == "Somebody else opened that page"
    team.does_not_see(WORDS)
    signs_out_elsewhere(team, then="Grace Adeyemi")
    team.page.goto(address)
    team.does_not_see(WORDS)


def signs_out_elsewhere(visitor, then):
    tab = visitor.context.new_page()
    tab.goto(visitor.installation.address + "/account")
    with tab.expect_navigation():
        tab.locator(".fb-header__out").click()
    if then:
        tab.goto(visitor.installation.address + "/demonstration")
        with tab.expect_navigation():
            tab.locator(".fb-person", has_text=then).click()
    tab.close()
