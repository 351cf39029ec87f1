"""Finds the desk's pages as a person does: by following what leads on from today's page."""

import html
import re
from urllib.parse import urljoin, urlsplit

IDENTIFIER = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What is fetched to be kept, not looked at.
FILES = re.compile(r"/export/.*|.*\.(csv|xlsx|ics)")


def shape(path):
    """A page's path with what differs from record to record taken out."""
    return IDENTIFIER.sub("ID", path)


def links(text):
    """Where a page leads to, by a link or by a form that only asks; its fragments left out."""
    forms = [re.search(r'action="([^"]+)"', tag) for tag in re.findall(r'<form\b[^>]*method="get"[^>]*>', text)]
    addresses = re.findall(r'<a\b[^>]*?\bhref="([^"#]+)"', text) + [form.group(1) for form in forms if form]
    return [html.unescape(address) for address in addresses]


def walk(page, base, steps=2):
    """One address for each shape of page that is within some steps of today's, with the steps that it took."""
    found = {"/": ("/", 0)}
    edge = ["/"]
    for step in range(1, steps + 1):
        beyond = []
        for path in edge:
            answer = page.request.get(base + path)
            assert answer.ok, f"{path} answers {answer.status}"
            if "html" not in answer.headers["content-type"]:
                continue
            for link in links(answer.text()):
                parts = urlsplit(urljoin(base + path, link))
                if f"{parts.scheme}://{parts.netloc}" != base or FILES.fullmatch(parts.path):
                    continue
                if shape(parts.path) not in found:
                    target = parts.path + (f"?{parts.query}" if parts.query and "lang=" not in parts.query else "")
                    found[shape(parts.path)] = (target, step)
                    beyond.append(target)
        edge = beyond
    return found
