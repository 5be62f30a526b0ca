"""No link leads nowhere: each person follows every kind of link that they are offered, and axe looks at each page."""

import pytest

from people import be
from visitor import IDENTITY

MOST_KINDS = 60


def offered(visitor):
    links = visitor.page.locator("a[href^='/']:not([download])")
    found = links.evaluate_all("all => all.map(a => a.getAttribute('href'))")
    return [href.split("#")[0] for href in found if not href.split("?")[0].endswith((".csv", ".json"))]


def kind_of(href):
    return IDENTITY.sub("…", href.split("?")[0])


@pytest.mark.parametrize(
    "name",
    ["Tom Okafor", "Bronwen Price", "Helen Whitaker", "Priya Shah", "Ruth Alderson", "Grace Adeyemi",
     "Rowan Ellery", "Sam Whitlock"],
)
def test_every_kind_of_link_leads_to_a_page(demo, visit, name):
    visitor = visit(demo)
    be(visitor, name)
    seen, waiting = {kind_of(visitor.path)}, offered(visitor)
    while waiting and len(seen) < MOST_KINDS:
        href = waiting.pop(0)
        if kind_of(href) in seen:
            continue
        seen.add(kind_of(href))
        answer = visitor.page.goto(demo.address + href)
        assert answer.status == 200, f"{href} answers {answer.status} to {name}"
        visitor.look()
        waiting += offered(visitor)
