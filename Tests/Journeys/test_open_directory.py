"""A manager lets everybody find a service; somebody who has not signed in finds it, and the next moment does not."""

import re

from people import be


def chooses(manager, audience):
    manager.go("/directory/upkeep")
    with manager.page.expect_navigation():
        manager.page.get_by_role("link", name=re.compile("Who may find it.*Disability Services")).click()
    manager.look().sees("What everybody would read").sees("Never public")
    manager.choose("audience", audience)
    manager.press("Save")


def test_a_service_is_found_by_everybody_for_as_long_as_its_manager_wants(demo, visit):
    stranger, manager = visit(demo), visit(demo)
    stranger.go("/open-directory").sees("Student Wellbeing").does_not_see("Disability Services")
    be(manager, "Ruth Alderson")
    chooses(manager, "everybody")
    manager.sees("Everybody may find this service.")
    stranger.go("/open-directory").sees("Disability Services")
    stranger.follow("Disability Services")
    stranger.sees("Verified on").does_not_see("Laura Keane")
    chooses(manager, "staff")
    stranger.go("/open-directory").does_not_see("Disability Services")


def test_a_calendar_address_is_made_renewed_and_ended(demo, visit):
    practitioner = visit(demo)
    be(practitioner, "Priya Shah")
    practitioner.go("/account/calendar")
    practitioner.press("Make an address")
    practitioner.sees("it is not shown again").sees("/calendar/")
    practitioner.go("/account/calendar").does_not_see("/calendar/")
    practitioner.press("Make a new address")
    practitioner.sees("/calendar/")
    practitioner.press("End the address")
    practitioner.sees("Make an address")
