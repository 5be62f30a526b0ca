"""A case that is printed for a meeting says what stands, and shows nothing that only a screen can do."""

from clinician import tells_university
from people import be
from practitioner import acts, opens


def test_a_printed_case_says_what_stands_and_offers_nothing(demo, visit):
    reference = tells_university(visit(demo))
    adviser = visit(demo)
    be(adviser, "Grace Adeyemi")
    opens(adviser, reference)
    acts(adviser, "acknowledgement", "Acknowledge and take it")
    adviser.does_not_see("Not answered yet").sees("What else you can do")
    adviser.page.emulate_media(media="print")
    adviser.sees("Came to A&E by taxi.").sees("Not answered yet")
    for words in ("What else you can do", "What comes next", "Decline with a reason", "Your message"):
        adviser.does_not_see(words)
