"""The demonstration area: everybody in it can be signed in as, and every page that their navigation offers holds up."""

import pytest

from people import be

# Who sees what came of systems that are connected, and where.
SEEN = [
    ("Jamal Hussain", "/notices", ["From your record system", "Wei Ling Tan", "Zainab Hussain", "has not decided"]),
    ("Tom Okafor", "/notices", ["Oliver Stanhope", "nobody has decided, phone your lead"]),
    ("Peter Lindqvist", "/record-systems", ["Crisis team record", "Signed in"]),
    ("Ben Hartley", "/account/calendar", ["You made an address on"]),
    ("Nadia Karim", "/endpoint", ["https://cases.beckett.example", "could not be delivered. The operator"]),
    ("Gareth Llewellyn", "/directory/upkeep", ["have come back since"]),
    ("Sam Whitlock", "/installation/e-mails", [
        "A system, Leeds Beckett University", "The system answered 503", "A team’s mailbox, Leeds Trinity University"]),
    ("Tomasz Zieliński", "/my-information/in-advance", ["Leeds Beckett"]),
    ("Harry Ainsworth", "/my-information", ["because you had chosen not to be asked again", "called back"]),
]


def people(visitor):
    visitor.go("/demonstration")
    return visitor.page.locator(".fb-person b").all_inner_texts()


def test_every_person_sees_their_start_page_and_every_page_their_navigation_offers(demo, visit):
    visitor = visit(demo)
    names = people(visitor)
    assert len(names) > 10
    for name in names:
        be(visitor, name)
        links = visitor.page.locator(".fb-nav__link").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        for link in links:
            visitor.go(link)
            assert visitor.page.locator(".fb-nav__link[aria-current]").count() == 1, f"{link} does not know where it is"


@pytest.mark.parametrize("name, path, words", SEEN, ids=[name for name, _, _ in SEEN])
def test_what_the_list_promises_is_there(demo, visit, name, path, words):
    visitor = visit(demo)
    be(visitor, name)
    visitor.go(path)
    for word in words:
        visitor.sees(word)


def test_public_pages_need_no_session(demo, visit):
    visitor = visit(demo)
    for path in ("/accessibility", "/privacy", "/sign-in", "/demonstration"):
        visitor.go(path)
    visitor.go("/no-such-page")
    assert "not" in visitor.heading.lower()


def test_a_real_installation_has_no_one_click_people(empty, visit):
    visitor = visit(empty)
    visitor.go("/demonstration")
    assert visitor.page.locator(".fb-person").count() == 0
