"""E-mails say that something waits and where, and no more; what cannot be delivered is seen."""

from clinician import tells_university
from installation import until
from mail_server import ReturnsMailbox, report
from people import be


def hears_at_any_hour(visitor, name):
    """Whatever the time of this machine: that a mailbox does not work can wait for the morning, else."""
    be(visitor, name)
    visitor.go("/account")
    visitor.follow("When e-mails come to you")
    visitor.select("quietFrom", "0")
    visitor.select("quietUntil", "0")
    visitor.press("Save")


def test_the_team_is_told_that_something_waits_and_not_what(mailing, mail, visit):
    clinician = visit(mailing)
    reference = tells_university(clinician, urgency="immediately")
    address, letter = mail.letter_with(reference)
    # Without addresses and the reference, in which any three digits may stand.
    words = f"{letter['subject']} {letter.get_content()}".replace(mailing.address, "").split()
    text = " ".join(word for word in words if "/exchanges/" not in word and reference not in word)
    assert "@" in address and letter["from"].addresses[0].addr_spec == "footbridge@example.ac.uk"
    for secret in ("Nell", "Whitby", "999", "taxi", "A&E", "2006"):
        assert secret not in text

    team = visit(mailing)
    be(team, "Grace Adeyemi")
    link = next(word for word in letter.get_content().split() if "/exchanges/" in word)
    team.go(link.removeprefix(mailing.address))
    team.sees("Whitby")


def test_a_mailbox_that_is_not_there_is_seen_by_everybody_who_relies_on_it(mailing, mail, visit):
    hears_at_any_hour(visit(mailing), "Nadia Karim")
    clinician = visit(mailing)
    address, _ = mail.letter_with(tells_university(clinician, urgency="immediately"))
    mail.unknown.add(address)
    tells_university(clinician, number=1, urgency="immediately")
    clinician.page.locator('a[href^="/exchanges/"]').first.click()
    until(lambda: clinician.go(clinician.path).says("Could not be delivered by e-mail"))

    operator = visit(mailing)
    be(operator, "Sam Whitlock")
    operator.go("/installation/e-mails")
    operator.sees("The mail server does not know the address (550).")
    operator.does_not_see(address)

    _, letter = mail.letter_with("come back")
    assert "contact points" in letter["subject"]

    mail.unknown.clear()
    before = len(mail.letters)
    operator.press("Try all of them again")
    until(lambda: len(mail.letters) > before)
    until(lambda: operator.go(operator.path).says("None. Each is tried for three days"))


def test_a_letter_that_comes_back_later_is_seen_like_one_that_was_refused(mailing, mail, visit):
    hears_at_any_hour(visit(mailing), "Nadia Karim")
    clinician = visit(mailing)
    address, letter = mail.letter_with(tells_university(clinician, urgency="immediately"))
    sender = mail.senders[letter["message-id"]]
    assert sender.startswith("bounces+") and sender not in str(letter)
    forged = "bounces+" + "0" * 48 + "@example.ac.uk"

    with ReturnsMailbox(mailing) as returns:
        assert "not about a letter that left here" in returns.deliver(report(letter, address), forged)
        assert "may still arrive" in returns.deliver(report(letter, address, "delayed", "4.4.1"), sender)
        assert "no report" in returns.deliver(letter, sender)
        clinician.page.locator('a[href^="/exchanges/"]').first.click()
        clinician.does_not_see("Could not be delivered by e-mail")
        assert "will never arrive (5.1.1)" in returns.deliver(report(letter, address), sender)
    until(lambda: clinician.go(clinician.path).says("Could not be delivered by e-mail"))
    mail.letter_with("come back")

    operator = visit(mailing)
    be(operator, "Sam Whitlock")
    operator.go("/installation/e-mails")
    operator.sees("The e-mail came back (5.1.1).").does_not_see(address)


def test_a_mail_server_that_is_down_loses_nothing(mailing, mail, visit):
    mail.is_busy = True
    clinician = visit(mailing)
    reference = tells_university(clinician, urgency="immediately")
    until(lambda: "an e-mail did not leave" in mailing.said())
    mailing.pull_the_plug()
    mail.is_busy = False
    mailing.start()
    mail.letter_with(reference, seconds=120)


def test_everybody_says_when_e_mails_come_to_them(mailing, visit):
    practitioner = visit(mailing)
    be(practitioner, "Grace Adeyemi")
    practitioner.go("/account")
    practitioner.follow("When e-mails come to you")
    practitioner.choose("daily", "480")
    practitioner.select("quietFrom", "1320")
    practitioner.press("Save")
    assert practitioner.page.locator('[name="quietFrom"]').input_value() == "1320"
    assert practitioner.page.locator('[name="daily"][value="480"]').is_checked()
