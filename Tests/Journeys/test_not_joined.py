"""A university that has not joined: the telephone, and a letter."""

from clinician import begin, finds_university, is_agreed, receipt, says_what_happened, says_who, sends


def test_the_clinician_phones_records_the_call_and_prints_the_letter(demo, visit):
    clinician = visit(demo)
    begin(clinician)
    says_who(clinician)
    finds_university(clinician, "york st", "York St John University")
    is_agreed(clinician)
    says_what_happened(clinician)
    clinician.sees("Phone")
    assert sends(clinician, call="noAnswer"), "no call was asked for"
    receipt(clinician, "Not told yet")
    path = clinician.path
    clinician.follow("The letter to the university")
    clinician.sees("York St John University").sees("Came to A&E by taxi.")
    clinician.go(path)
    clinician.choose("call", "reached")
    clinician.press("Record the call")
    assert clinician.errors(), "a call was recorded without a name"
    clinician.choose("call", "reached")
    clinician.type("spokeTo", "Elaine Marsh")
    clinician.press("Record the call")
    clinician.sees("They have been reached")
    clinician.follow("Follow it, write to the team")
    clinician.sees("Elaine Marsh")
