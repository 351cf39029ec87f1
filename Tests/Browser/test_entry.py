"""Entry by keyboard: a call in a few presses, several forms at once, drafts on disk, the command bar."""

import json

from playwright.sync_api import expect

from conftest import sign_in
from county import eventually

CALL = "涂沟村路面积水约三十厘米，两辆车熄火，无人员伤亡，请求派人疏导交通并联系排水部门处置，村里已设警示标志"


def focused(page):
    return page.evaluate("document.activeElement.name")


def test_a_call_of_sixty_characters_costs_two_presses_beside_its_text(town, officer):
    officer.keyboard.press("p")
    officer.wait_for_url("**/new/phone-record")
    assert focused(officer) == "matter", "the first empty obligatory field"
    officer.keyboard.insert_text(CALL)
    expect(officer.locator("#missing")).to_contain_text("对方电话")
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url("**/record/phone-record/**")
    call = town.list("phone-record")[0]
    assert (call["matter"], call["direction"], call["recorder"]) == (CALL, "in", "王晓东")


def test_what_is_typed_is_on_disk_and_a_second_form_opens_over_the_first(town, officer):
    officer.keyboard.press("p")
    officer.wait_for_url("**/new/phone-record")
    officer.keyboard.insert_text("第一个来电写到一半")
    expect(officer.locator("#draft-kept")).to_contain_text("草稿已存")
    assert any("第一个来电写到一半" in one for one in town.draft_files())
    officer.locator("#place").focus()
    officer.keyboard.insert_text("涂沟")
    officer.keyboard.press("Escape")
    assert officer.locator("#place").input_value() == "涂沟", "Esc discards nothing"
    officer.locator("#place").focus()
    # Not a second has passed since the last keystroke.
    officer.keyboard.press("Alt+p")
    expect(officer.locator(".unfinished")).to_contain_text("第一个来电写到一半")
    assert officer.locator("#matter").input_value() == ""
    officer.locator(".unfinished a").first.click()
    expect(officer.locator("#matter")).to_have_value("第一个来电写到一半")
    expect(officer.locator("#place")).to_have_value("涂沟")
    assert focused(officer) == "place", "where one was"


def test_nothing_is_sent_while_an_input_method_is_composing(town, officer):
    officer.keyboard.press("l")
    matter = officer.locator("[name=matter]")
    sent = []
    officer.on("request", lambda request: sent.append(request.url) if "/draft/" in request.url else None)
    matter.dispatch_event("compositionstart")
    officer.keyboard.insert_text("xuncha")
    officer.wait_for_timeout(2500)
    assert sent == []
    matter.evaluate("(one) => { one.value = '巡查' }")
    matter.dispatch_event("compositionend")
    eventually(lambda: any("巡查" in one for one in town.draft_files()), "the words are on disk")
    assert not any("xuncha" in one for one in town.draft_files())


def test_typing_goes_on_through_a_program_that_is_away_and_a_sign_in_that_lapsed(town, officer):
    officer.keyboard.press("l")
    officer.wait_for_url("**/new/log-entry")
    town.stop()
    officer.keyboard.insert_text("程序停了还在写")
    expect(officer.locator("#draft-lost")).to_contain_text("草稿未存")
    town.start()
    # The program is there again and knows nobody.
    expect(officer.locator("#draft-lost")).to_contain_text("登录已失效")
    officer.keyboard.insert_text("，继续写")
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url("**/sign-in")
    expect(officer.locator("main")).to_contain_text("您刚才提交的内容还在")
    officer.locator("[name=password]").fill("口令口令口令口令")
    officer.keyboard.press("Enter")
    expect(officer.locator("#matter")).to_have_value("程序停了还在写，继续写")
    officer.keyboard.press("Control+Enter")
    eventually(lambda: [one["matter"] for one in town.list("log-entry")] == ["程序停了还在写，继续写"], "saved once")


def test_a_form_that_was_left_while_the_sign_in_had_lapsed_is_taken_back(town, officer):
    officer.keyboard.press("l")
    officer.wait_for_url("**/new/log-entry")
    town.stop()
    town.start()
    officer.keyboard.insert_text("没有提交就离开")
    expect(officer.locator("#draft-lost")).to_contain_text("登录已失效")
    sign_in(officer, town.desk)
    expect(officer.locator("main")).to_contain_text("登录失效时写的内容已取回")
    assert any("没有提交就离开" in one for one in town.draft_files())


def test_what_is_marked_secret_stays_nowhere(town, officer):
    officer.goto(town.desk + "/new/document")
    officer.locator("input[name=channel][value=密]").check()
    officer.locator("[name=title]").fill("密件标题")
    expect(officer.locator("#draft-kept")).to_contain_text("密件不留草稿")
    town.stop()
    officer.locator("[name=title]").fill("密件标题二")
    expect(officer.locator("#draft-lost")).to_be_visible()
    assert "密件标题" not in json.dumps(officer.evaluate("({ ...sessionStorage })"), ensure_ascii=False)
    assert not any("密件标题" in one for one in town.draft_files())


def test_times_are_settled_as_they_are_left(town, officer):
    officer.keyboard.press("l")
    officer.wait_for_url("**/new/log-entry")
    occurred = officer.locator("#occurredAt")
    occurred.fill("2026年10月1日 8:30")
    officer.locator("#matter").focus()
    expect(occurred).to_have_value("2026-10-01 08:30")
    occurred.focus()
    officer.keyboard.press("ArrowUp")
    expect(occurred).to_have_value("2026-10-01 08:31")
    occurred.fill("2560")
    officer.locator("#matter").focus()
    expect(officer.locator(".message.typed")).to_contain_text("核对")
    expect(occurred).to_have_value("2560")


def test_a_number_shows_its_caller_and_the_last_caller_is_one_key(town, officer):
    town.record("phone-record", {
        "direction": "in", "receivedAt": "2026-10-01T08:00:00+08:00", "callerPhone": "13800001111",
        "callerName": "李四", "callerUnit": "涂沟村", "matter": "积水"})
    officer.keyboard.press("p")
    officer.wait_for_url("**/new/phone-record")
    officer.locator("#callerPhone").fill("138 0000 1111")
    expect(officer.locator("#beside")).to_contain_text("涂沟村 李四")
    officer.keyboard.press("F4")
    expect(officer.locator("#callerName")).to_have_value("李四")
    officer.goto(town.desk + "/new/phone-record")
    officer.wait_for_function("document.getElementById('numbers')")
    officer.keyboard.press("F2")
    expect(officer.locator("#callerPhone")).to_have_value("13800001111")


def test_the_command_bar_opens_from_anywhere_and_enter_goes_there(town, officer):
    officer.keyboard.press("/")
    expect(officer.locator("dialog.bar")).to_be_visible()
    officer.keyboard.type("jjb")
    expect(officer.locator("dialog.bar li").first).to_contain_text("交接班")
    officer.keyboard.press("Enter")
    officer.wait_for_url("**/new/handover")
    officer.locator("#equipment").focus()
    officer.keyboard.insert_text("正常")
    officer.keyboard.press("Alt+/")
    expect(officer.locator("dialog.bar")).to_be_visible()
    officer.keyboard.press("Escape")
    expect(officer.locator("dialog.bar")).not_to_be_visible()
    assert officer.locator("#equipment").input_value() == "正常"


def test_what_a_call_gives_is_confirmed_by_passing_it(town, officer):
    [call] = town.record("phone-record", {
        "direction": "in", "receivedAt": "2026-10-01T08:00:00+08:00", "callerName": "李四", "matter": "路面积水"})
    officer.goto(f"{town.desk}/record/phone-record/{call}")
    officer.keyboard.press("1")
    officer.wait_for_url("**/new/log-entry?draft=*")
    assert officer.locator(".unconfirmed").count() > 0
    for _ in range(20):
        if officer.locator(".unconfirmed").count() == 0:
            break
        officer.keyboard.press("Tab")
    assert officer.locator(".unconfirmed").count() == 0
    officer.keyboard.press("Control+Enter")
    officer.wait_for_url("**/record/log-entry/**")
    assert [entry["call"] for entry in town.list("log-entry")] == [call]


def test_what_a_call_gives_is_confirmed_by_its_box_from_the_field_beside_it(town, officer):
    [call] = town.record("phone-record", {
        "direction": "in", "receivedAt": "2026-10-01T08:00:00+08:00", "callerName": "李四", "matter": "路面积水"})
    officer.goto(f"{town.desk}/record/phone-record/{call}")
    officer.keyboard.press("1")
    officer.wait_for_url("**/new/log-entry?draft=*")
    officer.locator("#matter").fill("路面积水，已派人")
    # Leaving the field confirms it as well: one click is not two.
    officer.locator("[data-confirms=matter]").click()
    expect(officer.locator("[data-confirms=matter]")).to_be_checked()
