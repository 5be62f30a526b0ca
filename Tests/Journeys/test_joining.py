"""An empty installation: its operator, the first organisation, and a second step for everybody."""

import re

from authenticator import code
from installation import until
from people import be

PASSWORD = "a bridge over the river Aire"


def set_up_second_step(person):
    assert person.heading == "Set up your second step"
    secret = person.page.locator(".fb-key").inner_text()
    person.type("code", "12")
    person.press("Confirm")
    assert person.errors(), "two digits were taken for a code"
    person.type("code", code(secret))
    person.press("Confirm")
    assert person.heading == "Keep your recovery codes"
    codes = person.page.locator(".fb-codes code").all_inner_texts()
    assert len(codes) == 10
    person.follow("I have kept them")
    return secret, codes


def make_operator(visit, empty):
    operator = visit(empty)
    operator.go("/")
    assert operator.heading == "Set up Footbridge"
    operator.type("name", "Sam Whitlock")
    operator.type("email", "sam@footbridge.example")
    operator.type("password", PASSWORD)
    operator.press("Create the operator")
    secret, codes = set_up_second_step(operator)
    return operator, secret, codes


def test_an_empty_installation_makes_its_operator_once(empty, visit):
    operator, _, _ = make_operator(visit, empty)
    operator.sees("cannot open a student’s record")
    stranger = visit(empty)
    stranger.go("/first-run")
    assert stranger.page.title().startswith("Not found") or "not" in stranger.text().lower()


def test_the_operator_is_told_what_is_wrong_with_a_weak_password(empty, visit):
    operator = visit(empty)
    operator.go("/")
    operator.type("name", "Sam Whitlock")
    operator.type("email", "sam")
    operator.type("password", "short")
    operator.press("Create the operator")
    assert operator.errors()
    assert operator.page.locator('[name="name"]').input_value() == "Sam Whitlock"


def test_an_organisation_joins_by_invitation_and_its_manager_invites_a_colleague(empty, visit):
    empty.stop()
    imported = empty.run("directory", "import")
    assert imported.returncode == 0, imported.stderr
    empty.start()
    operator, _, _ = make_operator(visit, empty)
    operator.go("/installation?q=University+of+Leeds")
    operator.page.get_by_label("University of Leeds", exact=True).check()
    operator.type("email", "ruth@leeds.example")
    operator.press("Make the invitation")
    link = re.search(r"/invitations/[\w-]+", operator.text()).group()
    operator.go("/installation").sees("Invited, not yet here").sees("ruth@leeds.example")

    manager = visit(empty)
    manager.go(link)
    assert "University of Leeds" in manager.heading
    manager.type("name", "Ruth Alderson")
    manager.type("password", PASSWORD)
    manager.press("Join")
    set_up_second_step(manager)
    manager.go("/staff").sees("Ruth Alderson")

    again = visit(empty)
    again.go(link)
    again.does_not_see("Ruth")

    operator.go("/installation").sees("University of Leeds")


def test_signing_in_takes_the_password_and_the_code_and_a_recovery_code_works_once(empty, visit):
    operator, secret, codes = make_operator(visit, empty)
    operator.press("Sign out")

    def sign_in(person):
        person.go("/sign-in")
        person.type("email", "sam@footbridge.example")
        person.type("password", PASSWORD)
        person.press("Sign in")
        assert person.heading == "Enter your code"

    operator.type("email", "sam@footbridge.example")
    operator.type("password", "something else")
    operator.press("Sign in")
    assert "do not match" in operator.errors()[0]

    sign_in(operator)
    operator.type("code", codes[0])
    operator.press("Continue")
    operator.sees("As operator you keep Footbridge running")
    operator.press("Sign out")
    sign_in(operator)
    operator.type("code", codes[0])
    operator.press("Continue")
    assert operator.errors(), "a recovery code opened the door twice"


def test_people_are_invited_by_e_mail_and_the_page_says_what_became_of_it(mailing, mail, visit):
    manager = visit(mailing)
    be(manager, "Margaret Doyle")
    manager.go("/staff")
    mail.unknown.add("nobody@example.nhs.uk")
    for address in ("nobody@example.nhs.uk", "kim@example.nhs.uk"):
        manager.type("email", address)
        manager.select("role", "clinician")
        manager.select("service", "A&E liaison, St James’s and the Infirmary")
        manager.press("Make the invitation")
        assert "The invitation is on its way by e-mail." in manager.page.locator("body").inner_text()
    _, letter = mail.letter_with("invites you")
    assert letter["to"].addresses[0].addr_spec == "kim@example.nhs.uk"
    text = letter["subject"] + letter.get_content()
    assert "Margaret Doyle" in text and "as a clinician" in text and len(re.findall("https?://", text)) == 1
    first = re.search(r"/invitations/[\w-]+", text).group()
    until(lambda: manager.go("/staff").says("The e-mail left"))
    manager.sees("Came back").sees("does not know the address (550)")

    manager.page.get_by_role("button", name="Send a new e-mail to kim@example.nhs.uk").click()
    until(lambda: sum("invites you" in sent["subject"] for _, sent in mail.letters) == 2)
    second = re.search(r"/invitations/[\w-]+", mail.letters[-1][1].get_content()).group()
    person = visit(mailing)
    person.go(first)
    person.does_not_see("You are invited")
    person.go(second)
    person.sees("You are invited as a clinician")
    person.type("name", "Kim Novak")
    person.type("password", PASSWORD)
    person.press("Join")
    set_up_second_step(person)
    manager.go("/staff").sees("Kim Novak").does_not_see("kim@example.nhs.uk")
    manager.press("Withdraw the invitation to nobody@example.nhs.uk")
    manager.does_not_see("nobody@example.nhs.uk")
