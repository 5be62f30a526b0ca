"""What a clinician does on the six pages."""

import re

from people import be


def nhs_number(place, stem=999_456_000):
    """A valid NHS number at that place of a range that is never issued, away from the demonstration's own."""
    found = []
    while len(found) <= place:
        total = sum(int(digit) * weight for digit, weight in zip(str(stem), range(10, 1, -1)))
        check = (11 - total % 11) % 11
        if check != 10:
            found.append(f"{stem}{check}")
        stem += 1
    return found[place]


def known_number(place):
    """That of the demonstration's student at that place of its list, the first being 1."""
    return nhs_number(place, stem=999_123_000)


def begin(visitor, name="Tom Okafor"):
    be(visitor, name)
    visitor.go("/notices")
    visitor.press("Start")
    assert visitor.heading == "Who is it about?"


def says_who(visitor, given="Nell", family="Whitby", number=0, born=("3", "4", "2006")):
    visitor.type("nhsNumber", nhs_number(number))
    visitor.type("givenName", given)
    visitor.type("familyName", family)
    for part, typed in zip(("day", "month", "year"), born):
        visitor.type(f"birthDate-{part}", typed)
    visitor.press("Continue")
    if visitor.heading == "Who is it about?" and not visitor.errors():
        visitor.choose("person", "new")
        visitor.press("Continue")


def finds_university(visitor, typed, name, answer="yes", safe="Mobile"):
    assert visitor.heading == "Are they a student?"
    visitor.choose("answer", answer)
    if answer == "yes":
        visitor.type("search", typed)
        if visitor.javascript:
            visitor.page.locator("[data-found]").get_by_label(name).first.wait_for()
        else:
            visitor.press("Find")
        visitor.page.locator("[data-found]").get_by_label(name).first.check(force=True)
        visitor.type("safeContact", safe)
    visitor.press("Continue")


def is_agreed(visitor, *categories):
    assert visitor.heading == "May we tell their university?"
    visitor.choose("answer", "given")
    for category in categories or ("contactHappened", "riskSummary", "careTeam"):
        visitor.choose("categories", category)
    visitor.press("Continue")


def is_refused(visitor):
    assert visitor.heading == "May we tell their university?"
    visitor.choose("answer", "refused")
    visitor.press("Continue")


def could_not_ask(visitor, why="unconscious"):
    assert visitor.heading == "May we tell their university?"
    visitor.choose("answer", "notAsked")
    visitor.choose("notAskedReason", why)
    visitor.press("Continue")


def gives_reasons(visitor, capacity="lacks", at_risk="yes", others="no", because="cannotBeGiven"):
    assert visitor.heading == "Sharing without consent"
    for category in ("contactHappened", "riskSummary"):
        visitor.choose("categories", category)
    visitor.choose("capacity", capacity)
    visitor.choose("atRisk", at_risk)
    visitor.choose("riskToOthers", others)
    visitor.choose("noConsentBecause", because)
    for limb in ("noConsent", "necessity", "protection", "publicInterest", "proportionality"):
        visitor.type(f"words-{limb}", f"Because of what happened tonight ({limb}).")
    visitor.press("Continue")


def says_what_happened(
    visitor, kind="presentation", urgency="within7Days", requests=("checkInWithin7Days",),
    summary="Came to A&E by taxi.",
):
    assert visitor.heading == "What happened"
    visitor.choose("kind", kind)
    visitor.choose("when", "now")
    area = visitor.page.locator('[name="text-riskSummary"]')
    if area.count():
        area.fill(summary)
    for request in requests:
        visitor.choose("requests", request)
    visitor.choose("urgency", urgency)
    visitor.press("Continue")


def sends(visitor, call=None, spoke_to=None):
    assert visitor.heading == "Check and send"
    asked = visitor.page.locator('[name="call"]').count() > 0
    if asked:
        visitor.choose("call", call or "notYet")
        if spoke_to:
            visitor.type("spokeTo", spoke_to)
    with visitor.page.expect_navigation():
        visitor.page.locator("#send").click()
    visitor.look()
    return asked


def receipt(visitor, heading="Sent"):
    assert visitor.heading == heading, visitor.text()
    reference = visitor.page.locator(".fb-reference").first.inner_text()
    assert re.fullmatch(r"FB-\w{4}-\w{2}", reference), reference
    return reference


def tells_university(visitor, typed="leeds b", name="Leeds Beckett University", number=0, by="Tom Okafor", **happened):
    """The whole way by consent; gives the reference."""
    begin(visitor, by)
    says_who(visitor, number=number)
    finds_university(visitor, typed, name)
    is_agreed(visitor)
    says_what_happened(visitor, **happened)
    sends(visitor)
    return receipt(visitor)
