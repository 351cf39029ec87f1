"""A whole shift in Chinese, from the first sign-in to the signed handover, with the line to the county down in between."""

import pytest
from playwright.sync_api import expect

from conftest import leave, set_up
from county import PASSWORD, Refused, eventually
from sample import minutes_ago

FIRST_PASSWORD = "初次口令初次口令"
HERE, THERE = "仅存本机", "已送达县"


@pytest.fixture
def open_page(chromium):
    """Opens a browser of its own for an officer."""
    contexts = []

    def open_page():
        contexts.append(chromium.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}))
        contexts[-1].set_default_timeout(30_000)
        return contexts[-1].new_page()
    yield open_page
    for context in contexts:
        leave(context)


class Shift:
    """An officer at the desk, and all that was typed."""

    def __init__(self, county, town, page):
        self.county, self.town, self.page = county, town, page
        # By collection and id: the fields as they were typed.
        self.typed = {}

    def ids(self, collection):
        return {row["id"] for row in self.town.call("list", collection)}

    def press(self, key):
        self.page.keyboard.press(key)

    def write(self, **fields):
        for name, text in fields.items():
            self.page.locator(f"[name={name}]").fill(text)

    def save(self, collection, **fields):
        """Writes in the open form and saves it; the record that it became."""
        self.page.wait_for_url(f"**/new/{collection}**")
        before = self.ids(collection)
        self.write(**fields)
        # A person looks at what was taken over from another record, and says so.
        for taken in self.page.locator("[data-confirms]").all():
            if not taken.is_checked():
                taken.check()
        self.press("Control+Enter")
        self.page.wait_for_url(lambda url: f"/new/{collection}" not in url)
        [id] = self.ids(collection) - before
        self.typed[collection, id] = fields
        return id

    def says(self, collection, id):
        """What the record's own page says of its delivery."""
        self.page.goto(f"{self.town.desk}/record/{collection}/{id}")
        said = {word for word in (HERE, THERE) if self.page.locator("h2 + p").get_by_text(word, exact=False).count()}
        assert len(said) == 1, said
        return said.pop()

    def at_the_county(self, collection, id):
        """The record's fields at the hub; none while it is not there."""
        try:
            return self.county.hub.call("show", collection, id, "--unit", "LC")["fields"]
        except Refused:
            return None

    def wait_until_said_to_be_delivered(self, collection, id):
        """Never before it is there: as soon as the page says so, the hub has it as it was typed."""
        eventually(lambda: self.says(collection, id) == THERE, f"{collection} is said to be delivered")
        self.check(self.at_the_county(collection, id), self.typed[collection, id])

    @staticmethod
    def check(fields, typed):
        assert fields is not None
        assert {name: fields.get(name) for name in typed} == typed


def welcome(shift, open_page):
    """The successor: a person, an account with a first password, and his own in its place."""
    page, desk = shift.page, shift.town.desk
    page.goto(desk + "/people")
    page.get_by_role("link", name="登记人员").click()
    person = shift.save("person", name="李建国", post="办事员")
    page.goto(f"{desk}/people/{person}")
    page.locator("[name=password]").fill(FIRST_PASSWORD)
    page.locator("[name=again]").fill(FIRST_PASSWORD)
    page.get_by_role("button", name="建立").click()
    page.wait_for_url("**saved=1")
    own = open_page()
    own.goto(desk + "/sign-in")
    own.locator("[name=name]").select_option(person)
    own.locator("[name=password]").fill(FIRST_PASSWORD)
    own.keyboard.press("Enter")
    own.wait_for_url("**/password")
    own.locator("[name=old]").fill(FIRST_PASSWORD)
    own.locator("[name=password]").fill(PASSWORD)
    own.locator("[name=again]").fill(PASSWORD)
    own.keyboard.press("Enter")
    own.wait_for_url(desk + "/")
    return person


def test_a_shift_loses_nothing_and_claims_nothing(county, town, open_page):
    today = minutes_ago(0)[:10]
    county.hub.record("special-period", {"from": today, "to": today, "kind": "重要会议活动", "reason": "会议"})
    page = open_page()
    shift = Shift(county, town, page)
    set_up(page, town)
    successor = welcome(shift, open_page)

    # A call; a log entry of it.
    page.goto(town.desk)
    shift.press("p")
    call = shift.save(
        "phone-record", matter="反映卫河左岸堤脚渗水𠮷", callerPhone="13900000003", callerName="张大爷", place="卫河左岸3公里处")
    page.goto(f"{town.desk}/record/phone-record/{call}")
    shift.press("1")
    entry = shift.save("log-entry", handling="已派人查看")
    assert town.list("log-entry")[0]["call"] == call
    # Nothing has happened so far that a report is owed of.
    page.goto(town.desk)
    page.get_by_role("button", name="已核实，无情况").click()
    expect(page.get_by_role("button", name="已核实，无情况")).to_have_count(0)
    assert len(town.list("zero-report")) == 1

    # An incident of the same call and its first report, which the county gets.
    page.goto(f"{town.desk}/record/phone-record/{call}")
    shift.press("3")
    incident = shift.save("incident", summary="卫河左岸堤脚渗水，已派人值守。")
    page.wait_for_url("**/new/report?**")
    report = shift.save("report", text="堤脚渗水，无人员伤亡。", to="县政府总值班室", measures="沙袋已到位")
    assert town.list("report")[0]["incident"] == incident and town.list("report")[0]["kind"] == "初报"
    for piece in ((("report", report)), ("incident", incident), ("phone-record", call), ("log-entry", entry)):
        shift.wait_until_said_to_be_delivered(*piece)

    # The line breaks. Work goes on, and no page claims what has not happened.
    county.hub.stop()
    expect(page.locator("#net")).to_contain_text("○ 离线")
    page.goto(town.desk)
    shift.press("l")
    watch = shift.save("log-entry", matter="断网：水位上涨五厘米，继续巡查", handling="对讲机联系")
    page.goto(town.desk)
    shift.press("r")
    page.wait_for_url("**/new/report")
    page.locator("[name=incident]").select_option(incident)
    page.locator("[name=kind][value=续报]").check()
    update = shift.save("report", text="渗水点增至两处。", trend="缓慢扩大", to="县政府总值班室")
    for piece in (("log-entry", watch), ("report", update)):
        assert shift.says(*piece) == HERE
        assert shift.at_the_county(*piece) is None
    expect(page.locator("#net")).to_contain_text("本机待送")

    # The handover is drafted, kept, read by the successor, and signed by both.
    page.goto(town.desk)
    shift.press("h")
    page.wait_for_url("**/handover")
    expect(page.locator("main")).to_contain_text("软件起草，未保存")
    expect(page.locator("dl.facts")).to_contain_text("离线")
    notes = {"keys": "防汛仓库钥匙一把", "equipment": "对讲机两部，一部电量低", "remark": "注意渗水点"}
    shift.write(**notes)
    page.locator("[name=incoming]").select_option(successor)
    shift.press("Control+Enter")
    page.wait_for_url("**/handover/*")
    handover = page.url.split("/")[-1].split("?")[0]
    shift.typed["handover", handover] = notes
    for item in page.locator("ol.items li").all():
        item.get_by_label("接收").check()
    page.locator("[name=outgoingPassword]").fill(PASSWORD)
    page.locator("[name=incomingPassword]").fill(PASSWORD)
    shift.press("Control+Enter")
    expect(page.locator("main")).to_contain_text("交接完成")
    expect(page.locator("main h2").first).to_contain_text(HERE)
    signed = town.list("handover")[0]

    # The line is back.
    assert shift.at_the_county("handover", handover) is None
    county.start_hub()
    for piece in shift.typed:
        shift.wait_until_said_to_be_delivered(*piece)
    page.goto(f"{town.desk}/handover/{handover}")
    expect(page.locator("main")).to_contain_text("交接完成")
    expect(page.locator("main h2").first).to_contain_text(THERE)
    assert shift.at_the_county("handover", handover) == signed == town.list("handover")[0]
    assert signed["outgoingSignedAt"] and signed["incomingSignedAt"] and signed["openItems"]
    for collection in ("phone-record", "log-entry", "incident", "report", "zero-report", "person", "handover"):
        here = {row["id"]: row["fields"] for row in town.call("list", collection)}
        there = {row["id"]: row["fields"] for row in county.hub.call("list", collection, "--unit", "LC")}
        assert here == there, collection
    for (collection, id), typed in shift.typed.items():
        shift.check({row["id"]: row["fields"] for row in town.call("list", collection)}[id], typed)
