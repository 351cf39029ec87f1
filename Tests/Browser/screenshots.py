"""Makes a picture of every page that is within two steps of today's: in both languages, wide, narrow and dark.

    .build/browser-tools/bin/python Tests/Browser/screenshots.py FOLDER
"""

import pathlib
import re
import shutil
import sys

from playwright.sync_api import sync_playwright

import sample
from conftest import set_up
from county import County, eventually
from walk import walk

VIEWS = [
    ("zh-1280", "zh-CN", 1280, "light"), ("en-1280", "en", 1280, "light"), ("zh-1024-dark", "zh-CN", 1024, "dark"),
    ("zh-390", "zh-CN", 390, "light"), ("en-390-dark", "en", 390, "dark"),
]


def main(folder):
    folder.mkdir(parents=True, exist_ok=True)
    county = County()
    try:
        town = county.town("LC", "黎城镇")
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
            context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
            page = context.new_page()
            set_up(page, town)
            sample.fill(county, town)
            eventually(lambda: town.list("instruction"), "the instruction is here")
            pages = walk(page, town.desk)
            for view, language, width, theme in VIEWS:
                page.set_viewport_size({"width": width, "height": 844 if width < 500 else 800})
                page.emulate_media(color_scheme=theme)
                page.goto(f"{town.desk}/?lang={language[:2]}")
                for shape, (path, _) in pages.items():
                    page.goto(town.desk + path)
                    name = re.sub(r"[^a-zA-Z0-9-]+", "_", shape).strip("_") or "today"
                    page.screenshot(path=folder / f"{name}.{view}.png", full_page=True)
            browser.close()
    finally:
        county.close()


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]))
