"""Wrong input gets a clear message, and nothing typed is lost."""

from clinician import begin, finds_university, nhs_number, says_who


def test_a_wrong_nhs_number_says_what_is_wrong(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    for typed in ("943 476 591", "943 476 5910", "9434765919 9", "abc"):
        clinician.type("nhsNumber", typed)
        clinician.press("Continue")
        assert clinician.errors(), f"{typed} was taken for an NHS number"
        assert clinician.page.locator('[name="nhsNumber"]').input_value() == typed


def test_a_day_that_does_not_exist_and_a_birth_in_the_future_are_told(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    for born in (("31", "2", "2004"), ("1", "1", "2099"), ("x", "", "")):
        says_who(clinician, born=born)
        assert clinician.errors()
        assert clinician.page.locator('[name="givenName"]').input_value() == "Nell"


def test_names_of_every_script_are_kept_as_typed(demo, visit):
    clinician = visit(demo)
    for place, (given, family) in enumerate([("נועה", "לוי"), ("Zoë 🌉", "O’Neill-Łuczak"), ("李", "小龍")]):
        begin(clinician)
        says_who(clinician, given=given, family=family, number=place + 1)
        assert clinician.heading == "Are they a student?"
        clinician.sees(given)


def test_back_after_a_fault_leads_to_the_page_with_what_was_typed(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    start = clinician.path
    says_who(clinician, number=7, born=("31", "2", "2004"))
    assert clinician.errors()
    says_who(clinician, number=7)
    assert clinician.heading == "Are they a student?"
    clinician.page.go_back()
    assert clinician.path == start and not clinician.errors()
    assert clinician.page.locator('[name="givenName"]').input_value() == "Nell"
    clinician.page.reload()
    assert clinician.page.locator('[name="birthDate-month"]').input_value() == "4"


def test_without_scripts_enter_finds_in_the_search_and_goes_on_elsewhere(demo, visit):
    clinician = visit(demo, javascript=False)
    begin(clinician)
    says_who(clinician, number=8)
    page = clinician.page
    clinician.choose("answer", "yes")

    def enters(field):
        with page.expect_navigation():
            page.locator(f'[name="{field}"]').press("Enter")

    clinician.type("search", "leeds b")
    enters("search")
    assert clinician.heading == "Are they a student?" and not clinician.errors()
    page.get_by_label("Leeds Beckett University").first.check(force=True)
    clinician.type("search", "leeds t")
    enters("search")
    assert clinician.heading == "Are they a student?", "the university chosen before was taken for the one looked for"
    page.get_by_label("Leeds Trinity University").first.check(force=True)
    clinician.type("safeContact", "Mobile")
    enters("safeContact")
    assert clinician.heading == "May we tell their university?"


def test_two_tabs_on_one_draft_lose_nothing(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    path = clinician.path
    other = clinician.context.new_page()
    other.goto(demo.address + path)
    clinician.type("safeContact", "Text first")
    clinician.choose("answer", "prefersNotToSay")
    clinician.press("Continue")
    other.locator('[name="safeContact"]').fill("Never ring")
    other.locator('[name="answer"][value="yes"]').check(force=True)
    with other.expect_navigation():
        other.get_by_role("button", name="Continue", exact=True).click()
    assert "Changed on another page" in other.locator("main").inner_text()
    assert other.locator('[name="safeContact"]').input_value() == "Never ring"


def test_a_page_that_is_none_is_told_in_plain_words(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    clinician.go("/exchanges/0192f3a0-0000-7000-8000-000000000000")
    assert "not" in clinician.heading.lower()
    clinician.go("/exchanges/junk")
    assert "not" in clinician.heading.lower()
