"""What a university's team does on the page of an exchange."""


def opens(visitor, reference):
    visitor.go("/inbox")
    visitor.type("words", reference)
    visitor.press("Find")
    assert reference in visitor.page.locator("h1").inner_text()


def acts(visitor, noun, button, **fields):
    """Fills the form that makes a `noun`, and presses its button. A field given as a tuple is chosen, not typed."""
    form = visitor.page.locator(f'form[action$="/{noun}"]')
    fold = visitor.page.locator("details", has=form)
    if fold.count() and not form.is_visible():
        fold.locator("summary").first.click()
    for name, value in fields.items():
        chosen, text = isinstance(value, tuple), value[0] if isinstance(value, tuple) else value
        field = form.locator(f'[name$="-{name}"]')
        if chosen:
            form.locator(f'[name$="-{name}"][value="{text}"]').check(force=True)
        else:
            field.fill(text)
    with visitor.page.expect_navigation():
        form.get_by_role("button", name=button, exact=True).click()
    return visitor.look()


def accepts_everything(visitor):
    while True:
        accept = visitor.page.locator("button[name=answer][value=accept]")
        if accept.count() == 0:
            return
        with visitor.page.expect_navigation():
            accept.first.click()
        visitor.look()
