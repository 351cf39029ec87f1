"""Two machines of one unit write the same record apart; a person settles it, takes it back, settles it again."""

import pytest
from playwright.sync_api import expect

from conftest import leave, sign_in
from county import eventually

OURS, THEIRS = "水位 7.2 米，继续巡查", "水位 7.6 米，请求支援"
OUR_HANDLING, THEIR_HANDLING = "已告知带班领导", "已通知水利站"
BOTH_HANDLINGS = "已告知带班领导，并已通知水利站"


@pytest.fixture
def other(county, town):
    """The unit's second machine."""
    return county.town("LC")


@pytest.fixture
def colleague(chromium, county, town, other, officer):
    """The page of a colleague who has signed in at the second machine."""
    town.record("person", {"name": "李建国"})
    town.add_account("李建国")
    eventually(lambda: {row["name"] for row in other.call("account", "list")} >= {"李建国"}, "the account is there")
    context = chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.set_default_timeout(30_000)
    page = context.new_page()
    sign_in(page, other.desk, "李建国")
    yield page
    leave(context)


def edit(page, desk, entry, **values):
    """Changes a log entry by its page's form."""
    page.goto(f"{desk}/record/log-entry/{entry}")
    page.locator("#edit > summary").click()
    for name, value in values.items():
        page.locator(f"[name={name}]").fill(value)
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**saved=1*")


def field(page, label):
    """The part of a record's page where one field's values stand side by side."""
    return page.get_by_role("region", name=label, exact=True)


def settle(page, label, choice):
    """Takes one of the values that stand side by side."""
    field(page, label).get_by_role("radio", name=choice).check()
    field(page, label).get_by_role("button", name="就用所选的").click()
    page.wait_for_url("**settled=*")


def test_a_record_that_two_wrote_apart_is_settled_undone_and_settled_again(county, town, other, officer, colleague):
    [entry] = town.record("log-entry", {"occurredAt": "2026-10-01T08:00:00+08:00", "matter": "例会"})
    eventually(lambda: other.list("log-entry"), "the entry is at both")
    county.hub.stop()
    edit(officer, town.desk, entry, matter=OURS, handling=OUR_HANDLING)
    edit(colleague, other.desk, entry, matter=THEIRS, handling=THEIR_HANDLING)
    officer.goto(town.desk)
    waiting = officer.locator("nav [href='/conflicts'] .count")
    expect(waiting).to_have_count(0)
    county.start_hub()
    for machine in (town, other):
        eventually(lambda: len(machine.call("conflicts")) == 2, "both machines know of both values")

    # Nobody has to look for it: the page that is open, today's, the list and the record each say it.
    expect(waiting).to_have_text("2")
    officer.goto(town.desk)
    expect(waiting).to_have_text("2")
    expect(officer.locator("main tr", has_text="水位 7.")).to_contain_text("冲突")
    officer.goto(town.desk + "/list/log-entry")
    expect(officer.locator("main tr", has_text="水位 7.")).to_contain_text("冲突")
    officer.goto(town.desk + "/conflicts")
    expect(officer.locator("main")).to_contain_text(OURS)
    expect(officer.locator("main")).to_contain_text(THEIRS)
    officer.goto(f"{town.desk}/record/log-entry/{entry}")
    for label, values in (("事项", (OURS, THEIRS)), ("处理情况", (OUR_HANDLING, THEIR_HANDLING))):
        for value, author, unseen in zip(values, ("王晓东", "李建国"), ("李建国", "王晓东")):
            said = field(officer, label).locator(".value", has_text=value).first
            expect(said).to_contain_text(author)
            expect(said).to_contain_text(f"没有看到 {unseen} 写的")

    # One field by choosing, one by combining.
    settle(officer, "事项", THEIRS)
    expect(officer.locator(".done")).to_contain_text(THEIRS)
    own = field(officer, "处理情况")
    own.get_by_role("radio", name="合并或另写一个").check()
    written = own.locator("[name=own-handling]")
    for value in (OUR_HANDLING, THEIR_HANDLING):
        assert value in written.input_value(), "nothing has to be typed again"
    written.fill(BOTH_HANDLINGS)
    own.get_by_role("button", name="就用所选的").click()
    expect(officer.locator(".done")).to_contain_text(BOTH_HANDLINGS)
    assert not town.call("conflicts")

    # It was the wrong one: back to ours, and forth again.
    settled_handling = officer.url
    edit(officer, town.desk, entry, matter=OURS)
    officer.goto(settled_handling)
    officer.locator(".done .undo", has_text=OUR_HANDLING).get_by_role("button").click()
    expect(officer.locator(".done")).to_contain_text(OUR_HANDLING)
    officer.locator(".done .undo", has_text=BOTH_HANDLINGS).get_by_role("button").click()
    expect(officer.locator(".done")).to_contain_text(BOTH_HANDLINGS)

    wanted = {"matter": OURS, "handling": BOTH_HANDLINGS}
    for place, unit in ((town, []), (other, []), (county.hub, ["--unit", "LC"])):
        def agrees():
            shown = place.call("show", "log-entry", entry, *unit)
            return not shown["conflicts"] and {name: shown["fields"][name] for name in wanted} == wanted
        eventually(agrees, f"what was settled stands at {place.path}")
    colleague.goto(f"{other.desk}/record/log-entry/{entry}")
    expect(colleague.locator("main")).to_contain_text(BOTH_HANDLINGS)
    colleague.goto(other.desk)
    expect(colleague.locator("nav [href='/conflicts']")).to_be_visible()
    expect(colleague.locator("nav [href='/conflicts'] .count")).to_have_count(0)
