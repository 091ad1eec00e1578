"""People who read the public site in one of the ways that must do: the same steps for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from playwright.sync_api import expect

from tests.e2e.conftest import SIDEWAYS, picture

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Download, Locator, Page

KEYBOARD, SCRIPTLESS, ZOOMED = "by keyboard only", "without script", "at 400 %"
WAYS: dict[str, dict[str, Any]] = {
    KEYBOARD: {"viewport": {"width": 1280, "height": 900}},
    SCRIPTLESS: {"viewport": {"width": 390, "height": 844}, "java_script_enabled": False},
    ZOOMED: {"viewport": {"width": 320, "height": 256}},  # 1280 by 1024 pixels, each four times as wide
}
SKIP = ("本文へ移動", "Skip to the main content")
FARTHEST = 160
# Where the focus stands, whether a ring of two pixels or more is drawn around it, and whether it can be seen.
FOCUSED = """() => {
  const one = document.activeElement, style = getComputedStyle(one);
  const boxes = [...one.getClientRects()].filter(box => box.width && box.height);
  const inside = box => box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const onTop = box => {
    const x = Math.min(Math.max((box.left + box.right) / 2, 1), innerWidth - 1);
    const y = Math.min(Math.max((box.top + box.bottom) / 2, 1), innerHeight - 1);
    const found = document.elementFromPoint(x, y);
    return !!found && (one.contains(found) || found.contains(one));
  };
  return {
    end: one === document.body,
    text: one.textContent.trim().slice(0, 80),
    ring: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2
      && !/rgba\\(.*, 0\\)|transparent/.test(style.outlineColor),
    seen: boxes.some(box => inside(box) && onTop(box)),
  };
}"""
# Words that are cut off by the edge of the screen or of a box; tables may be wider where they scroll by themselves.
CUT_OFF = """() => {
  const cut = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const scrolls = one => /auto|scroll/.test(getComputedStyle(one).overflowX);
  while (walker.nextNode()) {
    const node = walker.currentNode, parent = node.parentElement;
    if (!node.textContent.trim() || parent.closest('.visually-hidden, .skip, script, style, option, svg')) continue;
    if (!parent.checkVisibility({visibilityProperty: true})) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    for (const box of range.getClientRects()) {
      if (!box.width) continue;
      let left = 0, right = document.documentElement.clientWidth, one = parent, free = false;
      for (; one && one !== document.body && !free; one = one.parentElement) {
        free = scrolls(one);
        if (/hidden|clip/.test(getComputedStyle(one).overflowX)) {
          const edge = one.getBoundingClientRect();
          left = Math.max(left, edge.left);
          right = Math.min(right, edge.right);
        }
      }
      if (!free && (box.left < left - 1 || box.right > right + 1)) cut.push(node.textContent.trim());
    }
  }
  return [...new Set(cut)];
}"""
# Bars that stay in place take room from what is read.
IN_THE_WAY = """() => [...document.querySelectorAll('body *')].filter(one => {
  const style = getComputedStyle(one);
  return /fixed|sticky/.test(style.position) && one.checkVisibility()
    && one.getBoundingClientRect().height > innerHeight / 3
    && (style.position === 'fixed' || style.top !== 'auto' || style.bottom !== 'auto');
}).map(one => one.outerHTML.slice(0, 120))"""


class Reader:
    """Somebody at a page of the site. `follow`, `search` and `download` are what they do, each in their way."""

    def __init__(self, browser: Browser, site: str, language: str, way: str) -> None:
        self.context = browser.new_context(locale="ja-JP" if language == "ja" else "en-GB", **WAYS[way])
        self.site, self.language, self.way = site, language, way
        self.page: Page = self.context.new_page()
        self.broken: list[str] = []
        self.page.on("pageerror", lambda error: self.broken.append(str(error)))

    def open(self, path: str) -> None:
        answer = self.page.goto(f"{self.site}/{self.language}/{path}")
        assert answer is not None
        assert answer.status == 200, path
        self.look()

    def look(self) -> None:
        """Find nothing wrong with the page that was come to: nothing cut off, no bar in the way, no script broken."""
        expect(self.page.get_by_role("heading", level=1)).to_have_count(1)
        assert self.broken == []
        if self.way == ZOOMED:
            assert not self.page.evaluate(SIDEWAYS), self.page.url
            assert self.page.evaluate(CUT_OFF) == [], self.page.url
            assert self.page.evaluate(IN_THE_WAY) == [], self.page.url

    def main(self) -> Locator:
        return self.page.get_by_role("main")

    def heading(self, words: str) -> Locator:
        return self.main().get_by_role("heading", level=1, name=words)

    def reach(self, aim: Locator) -> None:
        """Come to a link, a field or a button by Tab alone; wherever the focus stops it is drawn and can be seen."""
        expect(aim).to_have_count(1)
        passed: list[str] = []
        while not aim.evaluate("one => one === document.activeElement"):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            assert stop["end"] or (stop["ring"] and stop["seen"]), stop
            passed.append(stop["text"])
            if stop["text"] in SKIP and self.main().locator(aim).count():
                self.page.keyboard.press("Enter")
            assert len(passed) < FARTHEST, f"out of reach: {passed}"

    def use(self, aim: Locator) -> None:
        """Press a link or a button."""
        if self.way == KEYBOARD:
            self.reach(aim)
            self.page.keyboard.press("Enter")
        else:
            aim.click()

    def follow(self, aim: Locator) -> None:
        """Go on to the page behind a link or a button, and look at it."""
        with self.page.expect_navigation():
            self.use(aim)
        self.look()

    def follow_menu(self, words: str) -> None:
        """Go on by the menu at the head, which is folded on a narrow screen."""
        wide = self.way == KEYBOARD
        menu = self.page.locator(".site-nav.wide" if wide else ".site-nav.folded")
        if not wide:
            self.use(menu.locator("summary"))
        self.follow(menu.get_by_role("link", name=words, exact=True))

    def search(self, words: str) -> None:
        form = self.page.locator("header").get_by_role("search")
        self.write(form.get_by_role("searchbox"), words)
        self.follow(form.get_by_role("button"))

    def write(self, field: Locator, words: str) -> None:
        if self.way == KEYBOARD:
            self.reach(field)
            self.page.keyboard.type(words)
        else:
            field.fill(words)

    def tick(self, box: Locator) -> None:
        if self.way == KEYBOARD:
            self.reach(box)
            self.page.keyboard.press("Space")
        else:
            box.check()

    def download(self, aim: Locator) -> Download:
        with self.page.expect_download() as coming:
            self.use(aim)
        return coming.value

    def leave(self, name: str) -> None:
        """Keep a picture of where the story ends, and close everything."""
        picture(self.page, f"reader {name} {self.language} {self.way}")
        self.context.close()
