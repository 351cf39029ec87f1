"""The desk without a mouse: a shift's work from the sign-in to the handover, and no control that Tab does not reach."""

import pytest
from playwright.sync_api import expect

import sample
from conftest import leave, set_up
from county import PASSWORD, eventually

# Looks at each element as the focus comes to it: is its mark there, wide enough, of another colour than what is around,
# and within the window? A choice's mark is drawn around its label.
WATCH = """
(() => {
  const marks = (one) => [one, one.closest('label')].filter(Boolean).map((e) => getComputedStyle(e));
  const around = (one) => { for (let e = one.parentElement; e; e = e.parentElement) {
    const colour = getComputedStyle(e).backgroundColor; if (colour !== 'rgba(0, 0, 0, 0)') return colour; } return ''; };
  const isMarked = (one) => marks(one).some((style) => style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 1
    && style.outlineColor !== 'rgba(0, 0, 0, 0)' && style.outlineColor !== around(one));
  const isInside = (one) => { const box = (one.closest('label') || one).getBoundingClientRect();
    return box.width > 0 && box.height > 0 && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth; };
  window.visited = new Set(); window.hidden = [];
  addEventListener('focusin', (e) => {
    window.isAround ||= window.visited.size > 1 && e.target === [...window.visited][0];
    window.visited.add(e.target);
    if (!isMarked(e.target)) window.hidden.push('no mark: ' + e.target.outerHTML.slice(0, 120));
    // The page is moved after it is told.
    requestAnimationFrame(() => {
      if (e.target === document.activeElement && !isInside(e.target)) window.hidden.push('out of sight: ' + e.target.outerHTML.slice(0, 120));
    });
  });
})();
"""
# What a person can act on, one for each group of choices; a folded part is reached once it is unfolded.
EVERY = "() => [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]"
CONTROLS = f"""
() => ({EVERY})().filter((one) =>
  one.type !== 'hidden' && !one.disabled && one.tabIndex >= 0 && one.checkVisibility()
  && (one.type !== 'radio' || !window.visited.size || ![...document.getElementsByName(one.name)].some((other) => window.visited.has(other)))
)
"""


@pytest.fixture
def typist(chromium, town):
    """A browser that has no mouse, and a page that looks at each mark of the focus."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    page.add_init_script(WATCH)
    yield page
    leave(context)


def unseen(page):
    """What had the focus and did not show it."""
    return page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(window.hidden))))")


def tab_to(page, selector, most=150):
    """Goes on by Tab until the focus is there, as a person without a mouse has to."""
    target = page.locator(selector).first
    target.wait_for()
    for _ in range(most):
        if target.evaluate("(one) => one === document.activeElement"):
            assert not unseen(page)
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{selector} is not reached by Tab on {page.url}")


def write(page, selector, text):
    """Tab to a field, and text in the place of what it has."""
    tab_to(page, selector)
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(text)


def test_a_shift_is_worked_without_a_mouse(town, typist):
    page, keys = typist, typist.keyboard
    page.goto(town.desk + "/sign-in")
    assert page.evaluate("document.activeElement.name") == "name", "the page begins where one types"
    keys.insert_text("王晓东")
    write(page, "[name=password]", PASSWORD)
    write(page, "[name=again]", PASSWORD)
    keys.press("Enter")
    page.wait_for_url(town.desk + "/")
    town.record("person", {"name": "李建国"})
    town.add_account("李建国")

    # A call, found in the command bar by the first letters of its pinyin.
    keys.press("/")
    expect(page.locator("dialog.bar")).to_be_visible()
    keys.type("dhjl")
    expect(page.locator("dialog.bar li[aria-selected=true]")).to_contain_text("电话记录")
    keys.press("Enter")
    page.wait_for_url("**/new/phone-record")
    assert page.evaluate("document.activeElement.name") == "matter"
    keys.insert_text("涂沟村路面积水")
    write(page, "[name=callerPhone]", "13900000003")
    write(page, "[name=place]", "涂沟村")
    keys.press("Control+Enter")
    page.wait_for_url("**/record/phone-record/**")
    expect(page.locator("main")).to_contain_text("涂沟村路面积水")

    # Its edit is folded until it is wanted.
    tab_to(page, "#edit > summary")
    keys.press("Enter")
    write(page, "#edit [name=matter]", "涂沟村路面积水，已处置")
    keys.press("Control+Enter")
    expect(page.locator("main .done")).to_contain_text("已保存")
    expect(page.locator("ol.history")).to_contain_text("，已处置")

    keys.press("f")
    page.wait_for_url("**/search")
    assert page.evaluate("document.activeElement.name") == "q"
    keys.insert_text("积水 已处置")
    keys.press("Enter")
    page.wait_for_url("**/search?**")
    tab_to(page, "main a[href^='/record/phone-record/']")
    keys.press("Enter")
    page.wait_for_url("**/record/phone-record/**")

    # The handover: its items by the arrow keys and the space bar, both signatures by password.
    keys.press("h")
    page.wait_for_url("**/handover")
    for group in sorted({radio.get_attribute("name") for radio in page.locator("[name^=act-]").all()}):
        tab_to(page, f"[name={group}]")
        keys.press("Space")
    write(page, "[name=keys]", "钥匙三把")
    if page.locator("[name=outgoing]").count():
        tab_to(page, "[name=outgoing]")
        keys.type("王晓东")
    tab_to(page, "[name=incoming]")
    choose(page, "李建国")
    write(page, "[name=outgoingPassword]", PASSWORD)
    write(page, "[name=incomingPassword]", PASSWORD)
    keys.press("Control+Enter")
    page.wait_for_url("**/handover/*")
    handover = town.list("handover")[0]
    assert handover["keys"] == "钥匙三把"
    assert "outgoingSignedAt" in handover and "incomingSignedAt" in handover


def choose(page, text):
    """In a list that has the focus, down to a line."""
    for _ in range(20):
        if page.evaluate("document.activeElement.selectedOptions[0].text").startswith(text):
            return
        page.keyboard.press("ArrowDown")
    raise AssertionError(f"{text} is not in the list")


def test_tab_reaches_every_control_and_leaves_the_page(county, town, typist):
    page = typist
    set_up(page, town)
    incident = sample.fill(county, town)
    eventually(lambda: town.list("instruction"), "the instruction is here")
    paths = [
        "/", "/incidents", f"/incident/{incident}", "/roster", "/volumes", "/search", "/handover", "/people", "/records",
        "/conflicts", "/events", "/sheets", "/sync", "/go", "/new/phone-record", "/new/report", "/list/log-entry",
        f"/record/incident/{incident}",
    ]
    found = []
    for path in paths:
        # What comes live above the focus, as an alarm does, is behind it: then the page is walked again as it is now.
        for _ in range(3):
            missed, is_same = walk(page, town.desk + path)
            if is_same or not missed:
                break
        found += [f"{path}: {one}" for one in missed]
    assert not found, "\n".join(found)


def walk(page, address):
    """By Tab once around the page: what was not reached or not seen, and whether the page's controls stayed the same."""
    page.goto(address)
    # Begins before the first control, wherever the page has put the focus.
    page.evaluate("""() => { const start = document.createElement('span'); start.tabIndex = -1; document.body.prepend(start);
        document.querySelectorAll('details').forEach((one) => { one.open = true; });
        start.focus(); start.remove(); window.visited.clear(); window.hidden = []; window.isAround = false; }""")
    before = page.evaluate_handle(EVERY)
    # A field of a day or a month has several stops of its own.
    count = page.evaluate(f"({CONTROLS})().length + 4 * document.querySelectorAll('[type=date], [type=month], [type=time]').length")
    missed = []
    for stop in range(count + 16):
        page.keyboard.press("Tab")
        if stop % 8 == 7 and page.evaluate("window.isAround"):
            break
    else:
        missed.append("the focus never leaves the page")
    missed += unseen(page)
    missed += [f"not reached: {one}" for one in page.evaluate(
        f"({CONTROLS})().filter((one) => !window.visited.has(one)).map((one) => one.outerHTML.slice(0, 120))")]
    is_same = page.evaluate(f"(before) => {{ const now = ({EVERY})(); return now.length === before.length && now.every((one, i) => one === before[i]); }}", before)
    return missed, is_same


def test_escape_closes_the_command_bar_and_gives_the_focus_back(town, typist):
    page = typist
    set_up(page, town)
    page.goto(town.desk + "/new/phone-record")
    for selector in ("[name=place]", "button:not([type=button])"):
        tab_to(page, selector)
        before = page.evaluate_handle("document.activeElement")
        page.keyboard.press("Alt+/")
        expect(page.locator("dialog.bar")).to_be_visible()
        page.keyboard.type("zbjl")
        page.keyboard.press("Escape")
        expect(page.locator("dialog.bar")).not_to_be_visible()
        assert before.evaluate("(one) => one === document.activeElement"), selector
    assert page.url.endswith("/new/phone-record")
