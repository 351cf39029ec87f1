"""The county's wall tells by itself what arrived, and says when it has lost its hub."""

import re
from datetime import datetime, timedelta, timezone

import pytest
from playwright.sync_api import expect

from conftest import leave, set_up


def minutes_ago(count):
    """A time as records have it."""
    moment = datetime.now(timezone(timedelta(hours=8))) - timedelta(minutes=count)
    return moment.isoformat(timespec="seconds")


class Console:
    """What a person's set-up asks of a place with a desk."""

    def __init__(self, county):
        self.desk = "http://" + county.hub.running.ready["console"]


@pytest.fixture
def wall(chromium, county):
    """The wall before the county's officer."""
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    place = Console(county)
    set_up(page, place)
    page.keyboard.press("w")
    page.wait_for_url(place.desk + "/wall")
    yield page
    leave(context)


def test_what_the_hub_acknowledged_is_on_the_wall_and_rings_without_a_reload(county, town, wall):
    expect(wall.locator("#wall")).to_contain_text("没有未结的事件")
    wall.evaluate("() => { window.isFirst = true; }")
    [incident] = town.record("incident", {"occurredAt": minutes_ago(20), "summary": "车祸", "place": "淮金线", "level": "较大"})
    row = wall.locator(".wall-row")
    expect(row).to_contain_text("淮金线车祸")
    expect(row).to_contain_text("还剩")
    assert wall.evaluate("window.isFirst"), "the page was never loaded again"
    expect(wall.locator("#alarms")).to_contain_text("1 起单位来报待县签收")
    expect(wall.locator("body")).to_have_attribute("data-rang", re.compile("[1-9]"))
    # One press, and nothing calls for it any more.
    row.get_by_role("button", name="签收").click()
    expect(wall.locator(".wall-row")).to_contain_text("◉ 县已签收")
    expect(wall.locator("#alarms")).not_to_contain_text("待县签收")
    town.record("report", {
        "incident": incident, "kind": "初报", "by": "online", "sentAt": minutes_ago(0), "text": "三人受伤"})
    expect(wall.locator(".wall-row").get_by_role("button", name="签收")).to_be_visible()


def test_a_wall_that_has_lost_its_hub_says_so_and_its_clocks_stop(county, town, wall):
    town.record("incident", {"occurredAt": minutes_ago(20), "summary": "火灾"})
    expect(wall.locator(".wall-row")).to_contain_text("火灾")
    stopped = wall.locator("#wall .stopped")
    expect(stopped).to_be_hidden()
    county.hub.freeze()
    expect(stopped).to_be_visible()
    expect(stopped).to_contain_text("与县端程序失去联系")
    expect(wall.locator("body")).to_have_class(re.compile("stale"))
    expect(wall.locator(".wall-row .clock b")).to_have_css("text-decoration-line", "line-through")
    county.hub.thaw()
    expect(stopped).to_be_hidden()
    county.hub.stop()
    expect(stopped).to_be_visible()
