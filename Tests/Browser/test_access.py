"""Every page for everybody: contrast in both themes, labels, width, size of text."""

import pathlib

import axe_playwright_python
import pytest

import sample
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


def test_no_page_shuts_anybody_out(town, officer, pages):
    found = []
    for theme in ("light", "dark"):
        officer.emulate_media(color_scheme=theme)
        for path in pages:
            officer.goto(town.desk + path)
            found += violations(officer)
    assert not found, "\n".join(found)


def test_no_page_is_wider_than_its_screen(town, officer, pages):
    found = []
    for width, height in WIDTHS:
        officer.set_viewport_size({"width": width, "height": height})
        for path in pages:
            officer.goto(town.desk + path)
            over = officer.evaluate("document.documentElement.scrollWidth - innerWidth")
            if over > 0:
                found.append(f"{path} at {width}: {over} px too wide")
    assert not found, "\n".join(found)


def test_no_text_is_smaller_than_sixteen_pixels(town, officer, pages):
    small = """[...document.querySelectorAll('main *')].filter((one) => [...one.childNodes].some(
        (node) => node.nodeType === 3 && node.data.trim()) && !one.closest('svg')
        && parseFloat(getComputedStyle(one).fontSize) < 16).map((one) => one.outerHTML.slice(0, 120))"""
    found = []
    for path in pages:
        officer.goto(town.desk + path)
        found += [f"{path}: {one}" for one in officer.evaluate(small)]
    assert not found, "\n".join(found)
