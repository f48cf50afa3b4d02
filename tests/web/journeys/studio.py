"""How a clerk, and who checks, go through the studio in the browser."""


def press(page, word):
    """Press the first button of the page's content that says so."""
    page.locator("main button", has_text=word).first.click()
    page.wait_for_load_state()


def on_card(page, act):
    """Do something on a card and wait until the desk is drawn again."""
    page.locator("#studio").evaluate("desk => desk.setAttribute('data-before', '')")
    act()
    page.locator("#studio:not([data-before])").wait_for()


def check(clerk, head):
    """Let the clerk send the draft that is open, and the head find it right."""
    press(clerk, "送复核")
    assert "待复核" in clerk.inner_text("main") and not clerk.locator("button", has_text="复核通过").count()
    head.goto(clerk.url)
    # What differs from the document in force is read before: the draft itself only leads there.
    assert not head.locator("button", has_text="复核通过").count()
    head.get_by_role("link", name="看不同并复核").click()
    press(head, "复核通过")


def adopt(head, day):
    """Let the head adopt the checked draft that is open, from a day on."""
    head.get_by_role("link", name="采用…").click()
    head.fill("#id_in_force_from", day)
    press(head, "采用")
    assert "已采用" in head.inner_text("h1")
