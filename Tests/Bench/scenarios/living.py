"""*Live*: from stored to shown in another browser. The practitioner's inbox listens as its script does: an event says
that something changed, then the page is read again."""

import http.client
import re
import threading
import time

from visiting import Notice, WrongAnswer
from measuring import of_latencies


class Listener:
    """An open inbox: notes when each event came, and when the page read after it was there."""

    def __init__(self, port, person):
        self.stream, self.pages = (http.client.HTTPConnection("127.0.0.1", port) for _ in range(2))
        self.person, self.heard, self.change = person, [], threading.Condition()
        self.stream.request("GET", "/inbox/live", headers={"Cookie": person.cookie, "Accept": "text/event-stream"})
        self.answer = self.stream.getresponse()
        self.socket = self.stream.sock
        threading.Thread(target=self.listen, daemon=True).start()

    def listen(self):
        for line in self.answer:
            if line.startswith(b"data:"):
                came, unanswered = time.perf_counter(), int(re.search(rb"\d+", line)[0])
                by_script = {"Cookie": self.person.cookie, "X-Footbridge-Background": "1"}
                self.pages.request("GET", "/inbox", headers=by_script)
                page = self.pages.getresponse().read().decode()
                with self.change:
                    self.heard.append((came, time.perf_counter(), unanswered, page))
                    self.change.notify()

    def more_than(self, unanswered):
        """The first event that tells of more that waits: a new notice adds one."""
        def found():
            return next((one for one in self.heard if one[2] > unanswered), None)

        with self.change:
            if not self.change.wait_for(found, timeout=10):
                raise WrongAnswer("a notice was stored, and an open inbox heard nothing of it in ten seconds")
            return found()


def live(program, people, university, names, count):
    """:return: by name, milliseconds from pressing the button, and from the answer that it is stored, until shown."""
    listener, clinician = Listener(program.port, people.practitioner), people.clinicians[0]
    notices = [Notice(clinician, university, next(names)) for _ in range(count)]
    times = {"pressed to stored": [], "pressed to heard": [], "pressed to shown": [], "stored to shown": []}
    began = time.perf_counter()
    waiting = int(re.search(r'data-title-count="(\d+)"', people.practitioner.get("/inbox").text)[1])
    for notice in notices:
        pressed = time.perf_counter()
        clinician.post(notice.check, **notice.fields)
        stored = time.perf_counter()
        came, shown, unanswered, page = listener.more_than(waiting)
        if unanswered != waiting + 1 or came < pressed:
            raise WrongAnswer(f"one notice was sent, and an open inbox heard of {unanswered - waiting}, or before it")
        if f'data-title-count="{unanswered}"' not in page:
            raise WrongAnswer("the inbox that was read after an event does not show what the event said")
        waiting = unanswered
        for name, begin, end in (("pressed to stored", pressed, stored), ("pressed to heard", pressed, came),
                                 ("pressed to shown", pressed, shown), ("stored to shown", stored, shown)):
            # An inbox can show a notice before the sender has read that it is stored: a time below nothing.
            times[name].append((end - begin) * 1000)
    return {name: of_latencies(list_, time.perf_counter() - began) for name, list_ in times.items()}
