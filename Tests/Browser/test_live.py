"""A page tells by itself what is new, what calls, and that it hears nothing."""

import re
from datetime import datetime, timedelta, timezone

from playwright.sync_api import expect

from county import eventually


# Says how the page stands as soon as its title has changed.
WATCH = """
addEventListener('DOMContentLoaded', () => {
  const sound = document.getElementById('sound');
  new MutationObserver(() => console.log('title ' + [
    document.title, document.getElementById('icon').getAttribute('href'), sound.hidden ? '' : sound.textContent,
    document.body.dataset.rang || '0'].join('|'))).observe(document.querySelector('title'), { childList: true });
});
"""


def instruct(county, town, text="立即组织人员转移"):
    """The county instructs the town."""
    issued = datetime.now(timezone(timedelta(hours=8))).isoformat(timespec="seconds")
    line = {"leader": "县长", "text": text, "issuedAt": issued}
    return county.hub.record("instruction", line, unit="LC")


def test_the_line_says_when_the_county_is_gone_and_back(county, town, officer):
    net = officer.locator("#net")
    expect(net).to_contain_text("● 在线")
    county.hub.stop()
    town.record("log-entry", {"occurredAt": "2026-10-01T08:00:00+08:00", "matter": "断网时"})
    expect(net).to_contain_text("○ 离线")
    expect(net).to_contain_text("本机待送 1 组")
    county.start_hub()
    expect(net).to_contain_text("本机待送 0 组", timeout=90_000)


def test_what_is_recorded_elsewhere_appears_without_a_reload(town, officer):
    town.record("log-entry", {"occurredAt": "2026-10-01T08:00:00+08:00", "matter": "巡查圩堤正常"})
    expect(officer.get_by_role("link", name="巡查圩堤正常")).to_be_visible()


def test_a_page_that_has_lost_its_own_agent_says_so_and_greys(town, officer):
    lost = officer.locator("#lost")
    expect(officer.locator("#net")).to_contain_text("在线")
    expect(lost).to_be_hidden()
    # Frozen, not ended: no connection breaks, nothing is heard.
    town.freeze()
    expect(lost).to_be_visible()
    expect(officer.locator("body")).to_have_class(re.compile("stale"))
    town.thaw()
    expect(lost).to_be_hidden()
    town.stop()
    expect(lost).to_be_visible()
    town.start()
    expect(lost).to_be_hidden()


def test_an_instruction_calls_and_the_page_says_that_it_is_silent(county, town, officer):
    officer.close()
    instruct(county, town)
    eventually(lambda: town.list("instruction"), "the instruction is here")
    officer = officer.context.new_page()
    officer.add_init_script(WATCH)
    # Nobody has touched this page yet, so the browser keeps it silent. To look into it would count as a touch: it tells.
    with officer.expect_console_message(lambda message: message.text.startswith("title ")) as told:
        officer.goto(town.desk)
    title, icon, silence, rang = told.value.text.removeprefix("title ").split("|")
    assert title.startswith("(1) ") and icon == "/badge/1"
    assert "声音未开启" in silence and rang == "0"
    # The first key turns the sound on, and what has waited is heard.
    sound, alarms = officer.locator("#sound"), officer.locator("#alarms")
    officer.keyboard.press("j")
    expect(sound).to_be_hidden()
    expect(officer.locator("body")).to_have_attribute("data-rang", "1")
    expect(alarms).to_contain_text("须在 15 分钟内签收")
    officer.keyboard.press("a")
    expect(alarms.get_by_role("button", name="知道了")).to_have_count(0)
    expect(alarms).to_contain_text("须在 15 分钟内签收")
    expect(officer).not_to_have_title(re.compile(r"^\("))


def test_of_two_pages_one_sounds_and_both_show(county, town, officer):
    other = officer.context.new_page()
    other.goto(town.desk + "/records")
    for page in (officer, other):
        page.keyboard.press("j")
        expect(page.locator("#sound")).to_be_hidden()
    instruct(county, town)
    for page in (officer, other):
        expect(page.locator("#alarms")).to_contain_text("须在 15 分钟内签收")
    rang = lambda: sum(int(page.locator("body").get_attribute("data-rang") or 0) for page in (officer, other))
    eventually(lambda: rang() == 1, "one page rang")
    other.reload()
    expect(other.locator("#alarms")).to_contain_text("须在 15 分钟内签收")
    assert rang() <= 1
