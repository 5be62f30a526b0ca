"""What people wait for, a file a scenario."""

from visiting import Visitor


class People:
    """Signed in for the whole run; whoever asks with many connections has many sessions."""

    def __init__(self, port, sessions=16):
        self.clinicians = [Visitor(port, "Tom Okafor") for _ in range(sessions)]
        self.practitioners = [Visitor(port, "Priya Shah") for _ in range(sessions)]
        self.practitioner, self.manager = self.practitioners[0], Visitor(port, "Ruth Alderson")
        self.keeper = Visitor(port, "Margaret Doyle")
