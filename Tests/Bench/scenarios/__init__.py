"""What people wait for, a file a scenario."""

from browser import Browser


class People:
    """Signed in for the whole run; whoever asks with many connections has many sessions."""

    def __init__(self, port, sessions=16):
        self.clinicians = [Browser(port, "Tom Okafor") for _ in range(sessions)]
        self.practitioners = [Browser(port, "Priya Shah") for _ in range(sessions)]
        self.practitioner, self.manager = self.practitioners[0], Browser(port, "Ruth Alderson")
