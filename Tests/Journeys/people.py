"""Signing in as somebody of the demonstration."""


def be(visitor, name):
    visitor.go("/demonstration")
    with visitor.page.expect_navigation():
        visitor.page.locator(".fb-person", has_text=name).click()
    return visitor.look()
