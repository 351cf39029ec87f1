"""What comes out of the printer: the desk's prints as PDF, read back as text."""

import io
import re
import unicodedata

import pypdf

import sample
from county import eventually

MILLIMETRE = 72 / 25.4


def printed(page, url):
    """The sheets of a print, each as its text."""
    page.goto(url)
    # The sheet's own size and margins, as `@page` asks.
    document = page.pdf(prefer_css_page_size=True)
    return pypdf.PdfReader(io.BytesIO(document)).pages


def texts(pages):
    return [sheet.extract_text() for sheet in pages]


# The fonts of Debian draw a character and the radical that looks alike with one glyph, and a PDF's reader is told the
# first of the two.
ALIKE = str.maketrans("⻚⻓⻋⻔⻢⻅⻆⻛⻜⻝⻥⻦⻩⻬⻮⻰⻳⻘⻙⻄⻁⻉⻨", "页长车门马见角风飞食鱼鸟黄齐齿龙龟青韦西虎刂麦")


def squeezed(text):
    """Without what only sets the type: line ends, blanks, and which of two characters a shared glyph stands for."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text.translate(ALIKE)))


def says(text, *wanted):
    """Whether all of it stands there; names what does not."""
    plain = squeezed(text)
    missing = [one for one in wanted if squeezed(str(one)) not in plain]
    assert not missing, f"{missing} not in: {text}"
    return True


def fill_log(town, count=30):
    matter = "巡查圩堤𠮷{}，堤脚渗水已处理，镇长到场查看，水位继续上涨，已安排专人值守并每小时报告一次。"
    return town.record("log-entry", *[
        {"occurredAt": f"2026-10-{1 + number // 24:02}T{number % 24:02}:00:00+08:00",
         "recordedAt": f"2026-10-{1 + number // 24:02}T{number % 24:02}:05:00+08:00",
         "matter": matter.format(number), "handling": "已转水利站处理", "recorder": "王晓东"}
        for number in range(count)])


def test_a_volume_has_head_foot_code_and_its_characters_on_every_sheet(town, officer):
    fill_log(town)
    volume = town.list("log-volume")[0]["volume"]
    leaves = town.call("volume", "pages", volume)
    sheets = texts(printed(officer, f"{town.desk}/print/volume/{volume}"))
    assert len(sheets) == len(leaves) >= 3, "each page of the volume fits one sheet"
    for leaf, sheet in zip(leaves, sheets):
        assert says(
            sheet, "黎城镇", f"卷{volume}", f"第{leaf['page']}页（共{len(leaves)}页）", "编号", "处理情况", "记录人",
            "本页校验码", leaf["code"], "由王晓东打印", "送达县", "𠮷", f"—{leaf['page']}—", leaf["first"], leaf["last"])
    # What the paper says is checked from the paper alone.
    code = re.search(r"(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}", squeezed(sheets[1])).group()
    assert town.call("volume", "verify", code)["verdict"] == "unchanged"


def test_an_entry_longer_than_a_page_keeps_head_and_code_on_each_of_its_sheets(town, officer):
    town.record("log-entry", {"occurredAt": "2026-10-01T08:00:00+08:00", "matter": "很长的事项" * 700})
    volume = town.list("log-volume")[0]["volume"]
    code = town.call("volume", "pages", volume)[0]["code"]
    sheets = texts(printed(officer, f"{town.desk}/print/volume/{volume}"))
    assert len(sheets) > 2
    for sheet in sheets:
        assert says(sheet, code, "处理情况")


def test_sheets_are_a4_with_the_standards_block(town, officer, county):
    incident = sample.fill(county, town)
    report = town.record("report", {
        "incident": incident, "kind": "续报", "number": 2, "by": "written", "sentAt": sample.minutes_ago(1), "to": "county",
        "text": "测" * (28 * 30), "signedBy": "赵敏"})[0]
    pages = printed(officer, f"{town.desk}/print/record/report/{report}")
    for sheet in pages:
        assert abs(float(sheet.mediabox.width) - 210 * MILLIMETRE) < 1
        assert abs(float(sheet.mediabox.height) - 297 * MILLIMETRE) < 1
    # 28 characters a line: every line but the first and the last of the paragraph.
    lines = re.findall("测+", texts(pages)[0])
    assert max(len(line) for line in lines) == 28, lines
    assert says(texts(pages)[0], "金湖县卫河左岸3公里处卫河堤脚渗水续报二", "签发人：赵敏", "县政府总值班室：")


def test_a_roster_for_the_wall_names_no_mobile_number(town, officer, county):
    sample.fill(county, town)
    town.record("contact", {"dutyPhones": ["0517-86810001"]})
    town.record("duty-shift", *[
        {"start": f"2026-10-{day:02}T08:30:00+08:00", "end": f"2026-10-{day + 1:02}T08:30:00+08:00", "officer": "李建国"}
        for day in range(1, 30)])
    town.record("leader-shift", {
        "start": "2026-10-01T08:30:00+08:00", "end": "2026-10-08T08:30:00+08:00", "leader": "赵敏", "role": "政府"})
    board = texts(printed(officer, f"{town.desk}/print/roster?month=2026-10&variant=public"))
    for sheet in board:
        assert says(sheet, "值班人员", "值班电话", "日期")
    assert says("".join(board), "0517-86810001", "李建国", "赵敏", "2026-10-31", "国庆节")
    assert "1380000" not in squeezed("".join(board))
    assert says("".join(texts(printed(officer, f"{town.desk}/print/roster?month=2026-10"))), "13800000001")
    leaders = "".join(texts(printed(officer, f"{town.desk}/print/roster?month=2026-10&variant=leaders")))
    assert says(leaders, "带班表", "13800000002") and squeezed("李建国") not in squeezed(leaders)


def test_every_kind_of_record_list_and_file_prints(town, officer, county):
    incident = sample.fill(county, town)
    handover = town.record("handover", {
        "at": sample.minutes_ago(5), "outgoing": "王晓东", "incoming": "李建国",
        "openItems": [{"item": "卫河巡堤"}, {"item": "来文转办", "acted": "已交党政办"}]})[0]
    paper = "".join(texts(printed(officer, f"{town.desk}/print/handover/{handover}")))
    assert says(paper, "交接班登记", "☐卫河巡堤", "☑来文转办：已交党政办", "（未签字）")
    eventually(lambda: town.list("instruction"), "the county's instruction is here")
    file = "".join(texts(printed(officer, f"{town.desk}/print/incident/{incident}")))
    assert says(file, "突发事件处置卷", "卫河左岸3公里处", "时限接力", "责任人", "初报")
    assert says(texts(printed(officer, f"{town.desk}/print/list/phone-record"))[0], "反映村道积水", "内容", "由王晓东打印")


def test_blank_forms_show_every_number_of_the_block(town, officer):
    officer.goto(f"{town.desk}/print/blank/log?count=20")
    officer.locator("form.entry button").click()
    officer.wait_for_url("**/print/blank/log?block=*")
    sheets = texts(printed(officer, officer.url))
    assert len(sheets) == 2
    for number in range(1, 21):
        assert says(sheets[0 if number <= 10 else 1], f"P1-{number:02}")
    assert all(says(sheet, "来电后照本表补录", "编号") for sheet in sheets)
