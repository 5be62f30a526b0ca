"""The demonstration area: everybody in it can be signed in as, and every page that their navigation offers holds up."""

from people import be


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
