"""What every journey stands on: a running Footbridge, and a browser that checks each page it comes to."""

import os
import shutil

import pytest
from playwright.sync_api import sync_playwright

from installation import Installation
from mail_server import MailServer
from visitor import Visitor

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


@pytest.fixture(scope="session")
def browser():
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def checked_pages():
    """The kinds of page that axe has looked at already in this run, so that each is looked at once."""
    return set()


@pytest.fixture(scope="session")
def fresh_world(tmp_path_factory):
    """A demonstration area as it is on its first morning; copied, never walked in."""
    folder = tmp_path_factory.mktemp("world")
    with Installation(folder, "demo"):
        pass
    return folder


@pytest.fixture
def demo(fresh_world, tmp_path):
    """A demonstration area of the journey's own."""
    folder = tmp_path / "demo"
    shutil.copytree(fresh_world, folder)
    with Installation(folder, "demo") as installation:
        yield installation


@pytest.fixture
def mail(tmp_path):
    with MailServer(tmp_path) as server:
        yield server


@pytest.fixture
def mailing(fresh_world, tmp_path, mail):
    """A demonstration area with a mail server."""
    folder = tmp_path / "demo"
    shutil.copytree(fresh_world, folder)
    with Installation(folder, "demo", mail.settings) as installation:
        yield installation


@pytest.fixture
def empty(tmp_path):
    """A real installation that nobody has set up yet."""
    folder = tmp_path / "data"
    folder.mkdir()
    with Installation(folder, "serve") as installation:
        yield installation


@pytest.fixture
def visit(browser, checked_pages):
    """Opens a browser of its own for each person: visit(demo), visit(demo, javascript=False)."""
    opened = []

    def open_for(installation, javascript=True):
        visitor = Visitor(browser, installation, checked_pages, javascript)
        opened.append(visitor)
        return visitor

    yield open_for
    problems = [problem for visitor in opened for problem in visitor.problems]
    for visitor in opened:
        visitor.close()
    assert not problems, "\n".join(problems)
