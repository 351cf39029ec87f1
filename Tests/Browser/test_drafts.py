"""What is typed survives the browser, the agent and the sign-in."""

import os
import shutil
import signal
import subprocess
import sys
import textwrap

from playwright.sync_api import expect

from conftest import sign_in
from county import eventually

# Types into a form and is killed with its browser, as by a power cut: nothing is closed in order.
TYPIST = textwrap.dedent("""
    import sys
    from playwright.sync_api import sync_playwright
    sys.path.insert(0, sys.argv[1])
    from conftest import sign_in
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=sys.argv[3], args=["--no-sandbox"])
        page = browser.new_context(locale="zh-CN").new_page()
        sign_in(page, sys.argv[2])
        page.keyboard.press("l")
        page.locator("[name=matter]").fill("上游来水，水位上涨𠮷")
        print("typed", flush=True)
        sys.stdin.read()
""")


def test_a_draft_survives_a_killed_browser_and_a_killed_agent(town, officer):
    typist = subprocess.Popen(
        [sys.executable, "-c", TYPIST, __file__.rsplit("/", 1)[0], town.desk, shutil.which("chromium")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True)
    assert typist.stdout.readline() == "typed\n"
    drafts = lambda: [one for one in (town.draft_files()) if "上游来水" in one]
    eventually(drafts, "the draft is on disk")
    # The whole session of the typist, its browser too.
    os.killpg(typist.pid, signal.SIGKILL)
    typist.wait()
    town.stop(signal.SIGKILL)
    town.start()
    sign_in(officer, town.desk)
    officer.get_by_role("link", name="上游来水，水位上涨𠮷").first.click()
    expect(officer.locator("[name=matter]")).to_have_value("上游来水，水位上涨𠮷")
    officer.keyboard.press("Control+Enter")
    eventually(lambda: [one["matter"] for one in town.list("log-entry")] == ["上游来水，水位上涨𠮷"], "it is saved once")


def test_no_key_acts_while_an_input_method_is_composing(town, officer):
    officer.keyboard.press("l")
    matter = officer.locator("[name=matter]")
    matter.fill("巡查")
    matter.dispatch_event("keydown", {"key": "Enter", "ctrlKey": True, "isComposing": True, "keyCode": 229, "bubbles": True})
    assert "/new/log-entry" in officer.url and town.list("log-entry") == []
    officer.locator("body").dispatch_event("keydown", {"key": "p", "isComposing": True, "bubbles": True})
    assert "/new/log-entry" in officer.url
    officer.keyboard.press("Control+Enter")
    eventually(lambda: len(town.list("log-entry")) == 1, "it is saved")
