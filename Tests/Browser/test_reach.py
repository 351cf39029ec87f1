"""Every page is near, no link leads nowhere, and no page asks anybody but its own desk."""

import html
import re
from urllib.parse import urldefrag, urljoin

import pytest

import sample
from conftest import leave, set_up
from county import ROOT, County, eventually
from walk import links, shape, walk

ROUTE = re.compile(r'router\.get\("(/[^"]*)"\)')
# What a page fetches by itself.
PARTS = {
    "/badge/:count", "/bar.json", "/beside/phone", "/callers.json", "/drafts.json", "/live", "/live.js", "/print.css",
    "/print.js", "/script.js", "/style.css", "/typed-time",
}
# What only an act leads to: a file that was given, a form that was kept, a paper that was sent, a sign-out.
AFTER_AN_ACT = {"/import/:upload", "/kept", "/sent/:collection/:id", "/sign-in"}
# What is kept, not looked at.
KEPT = {"/export/:file"}
COUNTY_ALONE = {"/units", "/units/:code", "/send/:collection"}


def routes():
    """Every address of the desk that is read, as its source has it."""
    found = {route for file in (ROOT / "Sources" / "DutyDesk").rglob("*.swift") for route in ROUTE.findall(file.read_text())}
    assert len(found) > 40, "the source was read"
    return found - PARTS - AFTER_AN_ACT - KEPT


def fill(county, town):
    """As the sample, and one of each further thing that has a page of its own."""
    sample.fill(county, town)
    town.record("handover", {"at": sample.minutes_ago(5), "outgoing": "李建国", "incoming": "赵敏"})
    town.record("duty-shift", {
        "start": sample.minutes_ago(60), "end": sample.minutes_ago(-600), "officer": "李建国"})
    town.record("paper-block", {"lines": 20, "printedBy": "李建国"})
    eventually(lambda: town.list("instruction"), "the instruction is here")


@pytest.fixture(scope="module")
def reached(chromium):
    """A town that has something of everything, an officer before it, and its pages. The tests only look."""
    county = County()
    context = chromium.new_context(locale="zh-CN")
    try:
        town = county.town("LC", "黎城镇")
        officer = context.new_page()
        set_up(officer, town)
        fill(county, town)
        pages = [path for path, _ in walk(officer, town.desk).values()]
        yield town.desk, officer, {path: officer.request.get(town.desk + path).text() for path in pages}
    finally:
        leave(context)
        county.close()


def unreached(pages, wanted):
    """Those of the addresses that none of the pages has, nor, where it is a print, leads to."""
    addresses = [path.split("?")[0] for path in pages]
    prints = [link.split("?")[0] for text in pages.values() for link in links(text) if link.startswith("/print/")]

    def is_there(route):
        pattern = re.compile(re.sub(r":\w+", "[^/]+", route))
        return any(pattern.fullmatch(address) for address in addresses + prints)
    return {route for route in wanted if not is_there(route)}


def test_every_page_of_a_town_is_two_steps_from_today(reached):
    missing = unreached(reached[2], routes() - COUNTY_ALONE)
    assert not missing, missing


def test_every_page_of_the_county_is_two_steps_from_its_today(county, chromium):
    town = county.town("LC", "黎城镇")
    sample.fill(county, town)
    context = chromium.new_context(locale="zh-CN")
    page = context.new_page()
    set_up(page, county)
    found = walk(page, county.desk)
    leave(context)
    missing = unreached({path: "" for path, _ in found.values()}, COUNTY_ALONE)
    assert not missing, missing


def test_no_link_leads_nowhere(reached):
    desk, officer, pages = reached
    dead, known = [], {}
    for path, text in pages.items():
        for link in {html.unescape(one) for one in re.findall(r'<a\b[^>]*?\bhref="([^"]+)"', text)}:
            address, fragment = urldefrag(link)
            if fragment and not address:
                if f'id="{fragment}"' not in text:
                    dead.append(f"{path}: nothing is called {link}")
                continue
            target = urljoin(path, address)
            # A record's page is like another's of its kind.
            kind = shape(target)
            if kind not in known:
                known[kind] = officer.request.get(desk + target, max_redirects=0).status
            if known[kind] not in (200, 303):
                dead.append(f"{path}: {link} answers {known[kind]}")
    assert not dead, "\n".join(dead)
    assert len(known) > len(pages), "links were followed"


def test_no_page_complains_or_asks_a_stranger(reached):
    desk, officer, pages = reached
    complaints = []
    page = officer.context.new_page()
    page.on("console", lambda message: complaints.append(f"{page.url}: {message.text}")
            if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", lambda request: complaints.append(f"{page.url} asks {request.url}")
            if not request.url.startswith((desk + "/", "data:", "blob:")) else None)
    page.on("response", lambda response: complaints.append(f"{page.url}: {response.url} answers {response.status}")
            if response.status >= 400 else None)
    for path in pages:
        page.goto(desk + path, wait_until="load")
    assert not complaints, "\n".join(complaints)
