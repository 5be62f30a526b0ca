"""A power cut loses nothing that was confirmed to a person."""

import threading
import time

from clinician import tells_university
from people import be
from practitioner import acts, opens


def test_what_was_confirmed_is_there_after_the_power_came_back(demo, visit):
    clinician = visit(demo)
    reference = tells_university(clinician)
    be(clinician, "Grace Adeyemi")
    opens(clinician, reference)
    confirmed = []
    cut = threading.Timer(2, demo.pull_the_plug)
    cut.start()
    try:
        for number in range(500):
            acts(clinician, "messages", "Send", message=f"Line {number}.")
            confirmed.append(f"Line {number}.")
    except Exception:
        time.sleep(0.5)
    cut.join()
    assert confirmed, "the power went before anything was written"
    demo.start()
    be(clinician, "Grace Adeyemi")
    opens(clinician, reference)
    for line in confirmed:
        clinician.sees(line)
    demo.stop()
    assert "intact" in demo.run("audit", "verify").stdout
