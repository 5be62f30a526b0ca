"""Without consent: every limb of the law answered in words, by the person who may."""

from clinician import (
    begin, could_not_ask, finds_university, gives_reasons, receipt, says_what_happened, says_who, sends,
)
from people import be
from practitioner import opens


def test_who_cannot_be_asked_can_be_protected_with_reasons(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    could_not_ask(clinician)
    gives_reasons(clinician)
    says_what_happened(clinician, summary="Found unconscious by her flatmate.")
    clinician.sees("Why this may be shared")
    sends(clinician)
    reference = receipt(clinician)

    team = visit(demo)
    be(team, "Grace Adeyemi")
    opens(team, reference)
    team.sees("Found unconscious by her flatmate.")
    team.does_not_see("tonight (necessity)")


def test_a_limb_left_blank_keeps_what_was_typed_and_says_which(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "leeds b", "Leeds Beckett University")
    could_not_ask(clinician)
    clinician.choose("categories", "contactHappened")
    clinician.type("words-necessity", "She may die.")
    clinician.press("Continue")
    assert clinician.errors()
    assert clinician.page.locator('[name="words-necessity"]').input_value() == "She may die."
