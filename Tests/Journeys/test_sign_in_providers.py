"""People sign in where they sign in anyway, at a real provider; and what is not right with it opens nothing."""

import re
import shutil
import urllib.parse

import pytest

from authenticator import code
from identity_provider import PROGRAM, IdentityProvider
from installation import Installation
from people import be

pytestmark = pytest.mark.skipif(PROGRAM is None, reason="Glewlwyd is not on this machine (Debian: glewlwyd)")


@pytest.fixture
def area(fresh_world, tmp_path):
    """A demonstration area that has a provider inside its network."""
    opened = []

    def start(clock=None):
        provider = IdentityProvider(tmp_path / "provider", clock).__enter__()
        opened.append(provider)
        folder = tmp_path / "demo"
        shutil.copytree(fresh_world, folder)
        settings = {"FOOTBRIDGE_INSIDE_PROVIDERS": f"localhost:{provider.port}"}
        opened.append(Installation(folder, "demo", settings).__enter__())
        return opened[1], provider

    yield start
    for process in reversed(opened):
        process.__exit__()


def shown(visitor, label):
    """What a page of names and values says for one name."""
    return visitor.page.locator("dt", has_text=label).first.locator("xpath=following-sibling::dd[1]").inner_text()


def registered(visit, area, provider, client="footbridge"):
    operator = visit(area)
    be(operator, "Sam Whitlock")
    operator.follow("Sign-in providers")
    operator.type("issuer", "sso.example.ac.uk")
    operator.press("Register")
    assert len(operator.errors()) == 1 and operator.page.locator('[name="issuer"]').input_value() == "sso.example.ac.uk"
    operator.choose("kind", "organisation")
    leeds = operator.page.locator('[name="organisation"] option', has_text="University of Leeds").first
    operator.select("organisation", leeds.get_attribute("value"))
    operator.type("name", "University of Leeds")
    operator.type("issuer", provider.issuer)
    operator.type("clientID", client)
    operator.press("Register")
    operator.sees("it will do").sees("It checks PKCE with S256.")
    provider.register(
        shown(operator, "Return address"), shown(operator, "Our keys (JWKS)"), shown(operator, "After signing out")
    )
    operator.press("Offer it to people")
    operator.sees("It is offered on the sign-in page.")
    return operator


def invited(visit, area, email):
    manager = visit(area)
    be(manager, "Ruth Alderson")
    manager.go("/staff")
    manager.type("email", email)
    manager.select("role", "practitioner")
    manager.select("service", "Student Wellbeing")
    manager.press("Make the invitation")
    return re.search(r"/invitations/[\w-]+", manager.text()).group()


def leaves(visitor, provider, button):
    visitor.page.get_by_role("button", name=button, exact=True).click()
    visitor.page.wait_for_url(f"http://localhost:{provider.port}/**")


def sets_up_second_step(person):
    assert person.heading == "Set up your second step"
    secret = person.page.locator(".fb-key").inner_text()
    person.type("code", code(secret))
    person.press("Confirm")
    person.follow("I have kept them")
    return secret


def joins(visit, area, provider, username="robin"):
    provider.add(username, "Robin Ashworth")
    person = visit(area)
    person.go(invited(visit, area, f"{username}@leeds.example"))
    leaves(person, provider, "Join with University of Leeds")
    provider.sign_in(person.page, username)
    person.look()
    sets_up_second_step(person)
    return person


def test_whoever_is_invited_joins_at_their_own_provider_and_signs_in_there_from_then_on(area, visit):
    area, provider = area()
    registered(visit, area, provider)
    person = joins(visit, area, provider)
    assert person.path == "/inbox"
    person.page.locator("header", has_text="Robin Ashworth").wait_for()

    person.press("Sign out")
    person.sees("whoever comes next could sign in here as you")
    there = person.page.get_by_role("link", name="Sign out of University of Leeds").get_attribute("href")
    assert there.startswith(f"http://localhost:{provider.port}/") and "end_session" in there and "id_token" not in there

    person.go("/sign-in?next=/account")
    leaves(person, provider, "Sign in with University of Leeds")
    provider.go_on(person.page)
    # The provider does not say that it asked for two steps, so the second is asked for here.
    assert person.heading == "Enter your code"

    stranger = visit(area)
    provider.add("someone", "Someone Else")
    stranger.go("/sign-in")
    leaves(stranger, provider, "Sign in with University of Leeds")
    provider.sign_in(stranger.page, "someone")
    stranger.look()
    stranger.sees("Ask the service manager of your organisation for an invitation")


def test_an_answer_works_once_and_in_the_browser_that_asked(area, visit):
    area, provider = area()
    registered(visit, area, provider)
    answers = []
    person = visit(area)
    person.page.on("request", lambda request: answers.append(request.url) if "/return?" in request.url else None)
    provider.add("robin", "Robin Ashworth")
    person.go(invited(visit, area, "robin@leeds.example"))
    leaves(person, provider, "Join with University of Leeds")
    provider.sign_in(person.page, "robin")
    assert person.heading == "Set up your second step"

    thief = visit(area)
    for visitor in (person, thief):
        answer = visitor.page.goto(answers[0])
        assert answer.status == 400
        visitor.look()
        visitor.sees("This sign-in is over")
    said = area.said()
    for secret in re.findall(r"(?:code|state)=([\w-]{16,})", answers[0]):
        assert secret not in said, "the log holds what came back from the provider"


def test_a_provider_may_change_its_keys_at_any_time(area, visit):
    area, provider = area()
    registered(visit, area, provider)
    person = joins(visit, area, provider)
    person.press("Sign out")
    provider.use_key("second")
    visitor = visit(area)
    be(visitor, "Sam Whitlock")
    visitor.go("/providers")
    visitor.follow("University of Leeds")
    visitor.press("Sign out")
    person.go("/sign-in")
    leaves(person, provider, "Sign in with University of Leeds")
    provider.go_on(person.page)
    assert person.heading == "Enter your code"


@pytest.mark.parametrize("clock", ["-50s", "+50s"])
def test_clocks_may_differ_by_less_than_a_minute(area, visit, clock):
    if not shutil.which("faketime"):
        pytest.skip("faketime is not on this machine")
    area, provider = area(clock)
    registered(visit, area, provider)
    joins(visit, area, provider)


@pytest.mark.parametrize("clock", ["-15m", "+5m"])
def test_a_clock_that_is_wrong_opens_nothing(area, visit, clock):
    if not shutil.which("faketime"):
        pytest.skip("faketime is not on this machine")
    area, provider = area(clock)
    registered(visit, area, provider)
    provider.add("robin", "Robin Ashworth")
    person = visit(area)
    person.go(invited(visit, area, "robin@leeds.example"))
    leaves(person, provider, "Join with University of Leeds")
    provider.sign_in(person.page, "robin")
    person.look()
    person.sees("gave an answer that we cannot accept")


def test_a_code_that_was_given_to_another_site_opens_nothing(area, visit):
    area, provider = area()
    operator = registered(visit, area, provider)
    back, keys = shown(operator, "Return address"), shown(operator, "Our keys (JWKS)")
    elsewhere = f"{area.address}/accessibility"
    provider.register(elsewhere, keys, elsewhere, client="elsewhere")
    provider.add("robin", "Robin Ashworth")
    person = visit(area)
    person.go(invited(visit, area, "robin@leeds.example"))
    asked = []
    person.page.on("request", lambda request: asked.append(request.url) if "/auth?" in request.url else None)
    leaves(person, provider, "Join with University of Leeds")
    fields = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(asked[0]).query))
    state = fields["state"]
    fields |= {"client_id": "elsewhere", "redirect_uri": elsewhere, "state": "theirs"}
    person.page.goto(f"{asked[0].split('?')[0]}?{urllib.parse.urlencode(fields)}")
    provider.sign_in(person.page, "robin")
    given = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(person.page.url).query)) | {"state": state}
    answer = person.page.goto(f"{back}?{urllib.parse.urlencode(given)}")
    assert answer.status == 403
    person.look()
    person.sees("gave an answer that we cannot accept")


def test_an_address_inside_the_network_is_refused_unless_the_installation_allows_it(demo, visit):
    operator = visit(demo)
    be(operator, "Sam Whitlock")
    operator.go("/providers")
    operator.choose("kind", "nhsLogin")
    operator.type("name", "NHS login")
    operator.type("issuer", "https://localhost:9")
    operator.type("clientID", "footbridge")
    operator.press("Register")
    operator.sees("To mend:").sees("inside a private network")
    assert operator.page.get_by_role("button", name="Offer it to people").count() == 0
    stranger = visit(demo)
    stranger.go("/sign-in").does_not_see("Sign in with NHS login")
