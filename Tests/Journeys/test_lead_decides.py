"""An information governance lead decides about sharing against a refusal, by name and with reasons."""

import datetime

from people import be


def opens_the_case(lead):
    be(lead, "Helen Whitaker")
    lead.go("/decisions")
    with lead.page.expect_navigation():
        lead.page.get_by_role("link", name="Isobel").first.click()
    lead.look()


def test_the_lead_decides_not_to_share_and_nothing_leaves(demo, visit):
    lead = visit(demo)
    opens_the_case(lead)
    lead.choose("choice", "doNotShare")
    lead.type("notSharedBecause", "The warden can be told by her, with us beside her.")
    lead.press("Decide now, and send if shared")
    team = visit(demo)
    be(team, "Priya Shah")
    team.does_not_see("Isobel")


def test_the_lead_shares_and_the_notice_goes_out_in_the_clinicians_name(demo, visit):
    team, lead = visit(demo), visit(demo)
    be(team, "Priya Shah")
    before = team.page.locator(".fb-inbox__item").count()
    opens_the_case(lead)
    lead.choose("choice", "share")
    lead.choose("noConsentBecause", "wouldPrejudiceProtection")
    for limb in ("necessity", "protection", "noConsent", "publicInterest", "proportionality"):
        lead.type(limb, f"As the clinician says, and I have asked them ({limb}).")
    review = datetime.date.today() + datetime.timedelta(days=3)
    for part in ("day", "month", "year"):
        lead.type(f"reviewOn-{part}", str(getattr(review, part)))
    lead.press("Decide now, and send if shared")
    assert not lead.errors(), lead.errors()
    # The inbox is live: it comes without anybody pressing anything, and without a name until it is opened.
    team.page.wait_for_function(f"document.querySelectorAll('.fb-inbox__item').length === {before + 1}")
    team.does_not_see("Isobel")


def test_nobody_else_sees_the_case(demo, visit):
    other = visit(demo)
    for name in ("Priya Shah", "Margaret Doyle", "Sam Whitlock"):
        be(other, name)
        other.go("/decisions")
        other.does_not_see("Isobel")
