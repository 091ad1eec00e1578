"""Every number in the main content is a figure, a date, an ordinal or a contact, and each figure has its evidence."""

from __future__ import annotations

import html
import re

from tests.e2e.conftest import fetch

UNMARKED = """() => {
  const main = document.querySelector('main');
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    const node = walker.currentNode;
    if (!/[0-9０-９]/.test(node.textContent)) continue;
    const mark = node.parentElement.closest('[data-number]');
    const kind = mark && mark.dataset.number;
    if (!['figure', 'date', 'ordinal', 'contact'].includes(kind)) found.push(node.textContent.trim());
  }
  return found;
}"""
FIGURES = """() => [...document.querySelectorAll('main data.figure')].map(each => {
  const link = each.closest('a[href]');
  return [each.textContent.trim(), link ? link.getAttribute('href') : (each.dataset.evidence || '')];
})"""
EVIDENCE = re.compile(r"^/(ja|en)/figures/[a-z0-9._-]+/\d{4}/$")


def unspaced(text):
    return "".join(text.split())


def test_every_number_is_marked_and_every_figure_leads_to_its_evidence(site, page, public_pages):
    unmarked, homeless, followed = {}, {}, {}
    for path in public_pages:
        page.goto(site + path)
        numbers = page.evaluate(UNMARKED)
        if numbers:
            unmarked[path] = numbers
        for text, address in page.evaluate(FIGURES):
            if not EVIDENCE.match(address):
                homeless.setdefault(path, []).append((text, address))
            else:
                followed.setdefault(address, set()).add(text)
    assert unmarked == {}
    assert homeless == {}
    assert len(followed) > 30
    lost = {}
    for address, texts in followed.items():
        status, body = fetch(site + address)
        shown = unspaced(re.sub(r"<[^>]+>", "", html.unescape(body)))
        if status != 200 or not all(unspaced(text) in shown for text in texts):
            lost[address] = (status, texts)
    assert lost == {}
