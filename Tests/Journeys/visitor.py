"""A person at a browser. Every page they come to is checked by axe at two widths, and for what no page may do."""

import os
import pathlib
import re

from axe_playwright_python.sync_playwright import Axe

WIDTHS = (375, 1280)
SHOTS = os.environ.get("SHOTS")
IDENTITY = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}|[A-Za-z0-9_-]{30,}|FB-\w{4}-\w\w")


class Visitor:
    def __init__(self, browser, installation, checked_pages, javascript):
        self.installation, self.checked, self.javascript = installation, checked_pages, javascript
        self.browser, self.glass = browser, None
        self.context = browser.new_context(
            java_script_enabled=javascript, viewport={"width": 1280, "height": 900}, locale="en-GB"
        )
        self.page = self.context.new_page()
        self.problems = []
        self.page.on("pageerror", lambda error: self.problems.append(f"script error on {self.page.url}: {error}"))
        self.page.on("console", self._heard)
        self.page.set_default_timeout(15_000)

    def close(self):
        self.context.close()
        if self.glass:
            self.glass.context.close()

    # Going about

    def go(self, path):
        self.page.goto(self.installation.address + path)
        return self.look()

    def press(self, name, within=None):
        """Presses the button of that name, and looks at the page that comes."""
        scope = within or self.page
        with self.page.expect_navigation():
            scope.get_by_role("button", name=name, exact=True).click()
        return self.look()

    def follow(self, name, exact=True):
        with self.page.expect_navigation():
            self.page.get_by_role("link", name=name, exact=exact).first.click()
        return self.look()

    # Filling in: fields are found by the name they are sent under

    def type(self, field, text):
        self.page.locator(f'[name="{field}"]').fill(text)

    def choose(self, field, value):
        """A radio button or a checkbox, by its value; the label is what people click."""
        control = self.page.locator(f'[name="{field}"][value="{value}"]')
        control.check(force=True)

    def select(self, field, value):
        self.page.locator(f'select[name="{field}"]').select_option(value)

    def type_date(self, field, day):
        for part, number in (("day", day.day), ("month", day.month), ("year", day.year)):
            self.type(f"{field}.{part}", str(number))

    # Seeing

    @property
    def path(self):
        return self.page.url.removeprefix(self.installation.address)

    @property
    def heading(self):
        return self.page.locator("h1").inner_text()

    def text(self):
        return self.page.locator("main").inner_text()

    def says(self, words):
        return words in self.text()

    def sees(self, words):
        assert words in self.text(), f"{words!r} is not on {self.path}:\n{self.text()}"
        return self

    def is_told(self, words):
        """What the page before has brought about, above the page itself."""
        told = self.page.locator(".fb-flash").inner_text()
        assert words in told, f"{words!r} is not in {told!r} on {self.path}"
        return self

    def does_not_see(self, words):
        assert words not in self.text(), f"{words!r} is on {self.path}:\n{self.text()}"
        return self

    def errors(self):
        return self.page.locator(".nhsuk-error-summary").all_inner_texts()

    # Checking

    def look(self):
        """What holds for every page, looked at once for each kind of page."""
        path, heading = self.path.split("?")[0], self.page.title().split(") ")[-1]
        kind = (IDENTITY.sub("…", path), IDENTITY.sub("…", heading), self.javascript, bool(self.errors()))
        if kind in self.checked:
            return self
        self.checked.add(kind)
        assert self.page.locator("h1").count() == 1, f"{self.path} has {self.page.locator('h1').count()} headings h1"
        assert self.page.title().endswith("Footbridge"), f"{self.path} has the title {self.page.title()!r}"
        assert "116 123" in self.page.locator("body").inner_text(), f"{self.path} has no crisis help"
        page = self.page if self.javascript else self._behind_glass()
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            self._check_width(page, width)
            self._check_accessibility(page, width)
            self._photograph(page, kind, width)
        page.set_viewport_size({"width": 1280, "height": 900})
        return self

    def _behind_glass(self):
        """The page as it stands without its scripts, in a browser in which axe can run."""
        if not self.glass:
            self.glass = self.browser.new_context(locale="en-GB").new_page()
        html, address = self.page.content(), self.page.url

        def answer(route):
            if route.request.url == address:
                route.fulfill(body=html, content_type="text/html; charset=utf-8")
            elif route.request.url.endswith(".js"):
                route.abort()
            else:
                route.continue_()

        self.glass.unroute_all()
        self.glass.route("**/*", answer)
        self.glass.goto(address)
        return self.glass

    def _check_width(self, page, width):
        wide = page.evaluate("document.documentElement.scrollWidth")
        if wide > width:
            self.problems.append(f"{self.path} is {wide} pixels wide on a screen of {width}")

    def _check_accessibility(self, page, width):
        for violation in Axe().run(page).response["violations"]:
            places = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.problems.append(f"{self.path} at {width}: {violation['id']} ({violation['help']}): {places}")

    def _photograph(self, page, kind, width):
        if not SHOTS:
            return
        folder = pathlib.Path(SHOTS)
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^a-z0-9]+", "-", f"{kind[0]} {kind[1].split(' – ')[0]}".lower()).strip("-")
        page.screenshot(path=folder / f"{name[:90]}-{width}.png", full_page=True)

    def _heard(self, message):
        if message.type == "error" and "Failed to load resource" not in message.text:
            self.problems.append(f"the browser complained on {self.page.url}: {message.text}")
