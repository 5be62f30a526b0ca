"""What the pages' own scripts do: they show what belongs to an answer, list universities, and keep the numbers fresh."""

import re

from clinician import begin, finds_university, says_who, tells_university
from people import be


def shown(visitor, name):
    return visitor.page.locator(f'[name="{name}"]').first.is_visible()


def found(visitor):
    return visitor.page.locator("[data-found]")


def types_university(visitor, typed):
    """Key by key, as people do."""
    field = visitor.page.locator('[name="search"]')
    field.press("End")
    field.press_sequentially(typed)


def test_fields_follow_the_answer_that_they_belong_to(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician, number=40)
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    assert not shown(clinician, "categories")
    clinician.choose("answer", "given")
    assert shown(clinician, "categories") and not shown(clinician, "notAskedReason")
    clinician.choose("answer", "notAsked")
    assert shown(clinician, "notAskedReason") and not shown(clinician, "categories")
    clinician.choose("answer", "given")
    clinician.choose("categories", "contactHappened")
    clinician.press("Continue")
    clinician.page.go_back()
    # The browser puts the answer in again after the scripts have run, and its fields follow.
    clinician.page.locator('[name="categories"]').first.wait_for(state="visible")


def test_a_university_is_found_while_its_name_is_typed(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician, number=41)
    types_university(clinician, "leeds")
    found(clinician).get_by_label("Leeds Beckett University").wait_for()
    status = clinician.page.locator("[data-found-status]")
    assert re.search(r"The first 8 of \d+", status.inner_text()), status.inner_text()
    clinician.page.get_by_label("Leeds Beckett University").check(force=True)
    assert clinician.page.locator('[name="answer"][value="yes"]').is_checked(), "who says where they study, studies"

    types_university(clinician, " b")
    found(clinician).get_by_label("Leeds Trinity University").wait_for(state="detached")
    kept = found(clinician).get_by_label("Leeds Beckett University")
    assert kept.is_checked(), "what was chosen stays chosen while more is typed"

    clinician.type("search", "zzzz")
    clinician.page.locator("[data-found-status]", has_text="Nothing found").wait_for()
    assert found(clinician).get_by_label("Not in this list, or not known which").is_visible()


def test_a_slow_answer_does_not_take_the_place_of_a_later_one(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician, number=42)
    held = []
    clinician.page.route("**/*q=york*", lambda route: held.append(route))
    clinician.type("search", "york")
    clinician.page.wait_for_timeout(400)
    clinician.type("search", "falmouth")
    found(clinician).get_by_label("Falmouth University").wait_for()
    assert held, "nothing was asked for “york”"
    for route in held:
        route.continue_()
    clinician.page.wait_for_timeout(400)
    assert found(clinician).get_by_label("Falmouth University").is_visible()
    assert "York" not in found(clinician).inner_text()


def test_the_page_of_the_university_is_filled_in_by_keyboard_alone(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician, number=43)
    page = clinician.page
    assert page.locator('[name="answer"]').first.get_attribute("value") == "yes"
    page.locator('[name="answer"]').first.focus()
    page.keyboard.press("Space")
    page.locator('[name="search"]').focus()
    page.keyboard.type("leeds b")
    found(clinician).get_by_label("Leeds Beckett University").wait_for()
    for _ in range(10):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.name") == "provider":
            break
    page.keyboard.press("Space")
    assert found(clinician).get_by_label("Leeds Beckett University").is_checked()
    page.locator('[name="safeContact"]').focus()
    page.keyboard.type("Mobile")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert clinician.heading == "May we tell their university?", "Enter pressed “Find” outside the search"


def test_the_number_in_the_navigation_is_live(demo, visit):
    team, clinician = visit(demo), visit(demo)
    be(team, "Grace Adeyemi")
    team.go("/inbox")
    count = team.page.locator(".fb-nav__count")
    before = int(count.inner_text().split()[0]) if count.count() else 0
    team.page.locator('.fb-nav__link[href="/inbox"]').focus()
    tells_university(clinician, number=44)
    team.page.wait_for_function(
        f"() => parseInt(document.querySelector('.fb-nav__count')?.textContent) === {before + 1}", timeout=30_000
    )
    focused = team.page.evaluate("document.activeElement.getAttribute('href')")
    assert focused == "/inbox", "whoever is on a link of the navigation stays there"
