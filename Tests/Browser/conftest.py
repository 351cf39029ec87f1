"""What the tests in a real browser start from: a county, and an officer at a town's desk."""

import shutil

import pytest
from playwright.sync_api import expect, sync_playwright

from county import PASSWORD, County

# The bound of what never comes, not of speed.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def chromium():
    """The machine's own Chromium, headless."""
    with sync_playwright() as playwright:
        # As an officer's browser does, it keeps silent until somebody touches the page.
        browser = playwright.chromium.launch(
            executable_path=shutil.which("chromium"),
            args=["--no-sandbox", "--autoplay-policy=document-user-activation-required"])
        yield browser
        browser.close()


def leave(context):
    """Closes a context. Where a page of it is still on its way somewhere, the browser may never answer."""
    for page in context.pages:
        page.goto("about:blank")
    context.close()


@pytest.fixture
def county():
    county = County()
    yield county
    county.close()


@pytest.fixture
def town(county):
    """A town with nobody's account yet."""
    return county.town("LC", "黎城镇")


def set_up(page, town, name="王晓东"):
    """The first account of a desk; ends on today's page."""
    page.goto(town.desk + "/sign-in")
    page.locator("[name=name]").fill(name)
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=again]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(town.desk + "/")


def sign_in(page, desk, name="王晓东"):
    """Signs in at a desk that has accounts; ends on today's page."""
    page.goto(desk + "/sign-in")
    page.locator("[name=name]").select_option(page.locator("[name=name] option", has_text=name).get_attribute("value"))
    page.locator("[name=password]").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(desk + "/")


@pytest.fixture
def officer(chromium, town):
    """The page of an officer who has signed in at the town's desk, in Chinese."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    set_up(page, town)
    yield page
    leave(context)
