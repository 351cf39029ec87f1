"""Every page for everybody: contrast in both themes, labels, width, size of text."""

import pathlib

import axe_playwright_python
import pytest

import sample
from conftest import leave, set_up
from county import eventually
from walk import walk

AXE = pathlib.Path(axe_playwright_python.__file__).with_name("axe.min.js").read_text()
# A night desk, a small screen, the same at 200 %, a telephone.
WIDTHS = [(1280, 900), (1024, 768), (640, 480), (390, 844)]


@pytest.fixture
def pages(county, town, officer):
    sample.fill(county, town)
    eventually(lambda: town.list("instruction"), "the instruction is here")
    return [path for path, _ in walk(officer, town.desk).values()]


def violations(page):
    # The policy of the pages lets no script in but their own; this one comes from outside of them.
    page.evaluate(AXE)
    found = page.evaluate("axe.run().then((run) => run.violations.map((one) => [one.id, one.nodes[0].html]))")
    return [f"{page.url} {theme_of(page)}: {rule} at {node[:200]}" for rule, node in found]


def theme_of(page):
    return "dark" if page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches") else "light"


def shutting(page, desk, paths):
    """What axe finds in both themes."""
    found = []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme)
        for path in paths:
            page.goto(desk + path)
            found += violations(page)
    return found


def too_wide(page, desk, paths):
    found = []
    for width, height in WIDTHS:
        page.set_viewport_size({"width": width, "height": height})
        for path in paths:
            page.goto(desk + path)
            over = page.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                found.append(f"{path} at {width}: {over} px too wide")
    return found


def too_small(page, desk, paths):
    small = """[...document.querySelectorAll('main *')].filter((one) => [...one.childNodes].some(
        (node) => node.nodeType === 3 && node.data.trim()) && !one.closest('svg')
        && parseFloat(getComputedStyle(one).fontSize) < 16).map((one) => one.outerHTML.slice(0, 120))"""
    found = []
    for path in paths:
        page.goto(desk + path)
        found += [f"{path}: {one}" for one in page.evaluate(small)]
    return found


@pytest.mark.parametrize("check", [shutting, too_wide, too_small])
def test_every_page_of_a_town_is_for_everybody(town, officer, pages, check):
    found = check(officer, town.desk, pages)
    assert not found, "\n".join(found)


def test_every_page_of_the_console_is_for_everybody(county, chromium):
    """Those that the county has beside the desk's own."""
    sample.fill(county, county.town("LC", "黎城镇"))
    desk = county.desk
    context = chromium.new_context(locale="zh-CN")
    context.set_default_timeout(30_000)
    page = context.new_page()
    set_up(page, county)
    places = {"wall", "followups", "incident", "coverage", "checks", "statistics", "issues", "rules", "sync", "units", "send", "sent",
              "administration"}
    paths = [path for path, _ in walk(page, desk).values() if path.split("?")[0].split("/")[1] in places]
    # What an incident has at the county, one step further.
    incident = next(path for path in paths if path.startswith("/incident/"))
    paths += [f"{incident}/{part}" for part in ("city", "known")]
    found = [one for check in (shutting, too_wide, too_small) for one in check(page, desk, paths)]
    leave(context)
    assert len(paths) > len(places) and not found, "\n".join(found)
