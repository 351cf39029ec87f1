"""An incident's clocks run in the page, renew themselves, and stop with the page."""

import re

from playwright.sync_api import expect

import sample
from county import eventually


def test_the_relay_counts_on_and_turns_late_by_itself(county, town, officer):
    incident = sample.fill(county, town)
    town.wait_until_delivered()
    officer.goto(f"{town.desk}/incident/{incident}")
    leg = officer.locator(".leg", has_text="电话后 → 书面")
    expect(leg).to_contain_text(re.compile("还剩 (19|20) 分"))
    # What the page reads again would say the true limit.
    officer.route("**/incident/*", lambda route: route.abort())
    # The limit is brought near, as half an hour would bring it; what the page had asked for before would take it back.
    bring = "mark => { mark.dataset.due = document.querySelector('.relay').dataset.hubNow; }"

    def is_late():
        leg.locator(".tick").evaluate(bring)
        return "已超 1 分" in leg.inner_text()
    eventually(is_late, "the leg is late")
    expect(leg).to_contain_text("▲ 超时未报")
    expect(leg).to_have_class(re.compile("late"))


def test_a_row_and_a_report_appear_without_a_reload(county, town, officer):
    incident = sample.fill(county, town)
    officer.goto(f"{town.desk}/incident/{incident}")
    officer.locator("#row-what").fill("写了一半")
    town.record("timeline-entry", {"incident": incident, "at": sample.minutes_ago(1), "what": "抢险队到场"})
    expect(officer.locator("#course")).to_contain_text("抢险队到场")
    town.record("report", {
        "incident": incident, "kind": "初报", "by": "written", "sentAt": sample.minutes_ago(1), "text": "书面报告"})
    expect(officer.locator(".leg", has_text="电话后 → 书面")).to_contain_text("✓ 按时")
    expect(officer.locator("#row-what")).to_have_value("写了一半")


def test_where_each_piece_is_renews_itself_and_nothing_typed_goes(county, town, officer):
    incident = sample.fill(county, town)
    town.wait_until_delivered()
    county.hub.stop()
    report = town.record("report", {
        "incident": incident, "kind": "续报", "by": "online", "sentAt": sample.minutes_ago(1), "text": "水位回落"})[0]
    officer.goto(f"{town.desk}/incident/{incident}")
    version = officer.locator(".version", has_text="续报")
    expect(version).to_contain_text("仅存本机")
    officer.locator("#ack-name").fill("县水务局")
    officer.locator(f"#with-{report}").fill("王科长")
    officer.locator("#row-what").focus()
    county.start_hub()
    expect(version).to_contain_text("已送达县")
    town.record("phone-record", {
        "direction": "out", "receivedAt": sample.minutes_ago(0), "callerName": "镇派出所", "matter": "告知险情",
        "incident": incident})
    expect(officer.locator("#told")).to_contain_text("镇派出所")
    expect(officer.locator("#ack-name")).to_have_value("县水务局")
    expect(officer.locator(f"#with-{report}")).to_have_value("王科长")


def test_a_page_without_its_agent_lets_no_clock_run(county, town, officer):
    incident = sample.fill(county, town)
    officer.goto(f"{town.desk}/incident/{incident}")
    stopped = officer.locator(".stopped")
    expect(stopped).to_be_hidden()
    town.freeze()
    expect(stopped).to_be_visible()
    tick = officer.locator(".leg .tick").first
    tick.evaluate("mark => { mark.textContent = '停'; }")
    officer.wait_for_function("new Promise((done) => setTimeout(() => done(true), 6000))")
    expect(tick).to_have_text("停")
    town.thaw()
    expect(stopped).to_be_hidden()
