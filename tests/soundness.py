"""What a machine can see of a page being sound: nothing for axe to find, nothing that sticks out to the right."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe()
RUN = """async (known) => {
  const folded = [...document.querySelectorAll("details:not([open])")];
  folded.forEach(one => one.open = true);
  const rules = {"color-contrast": {enabled: false}};
  const found = await axe.run({reporter: "no-passes", rules});
  const paint = (element) => {
    const own = getComputedStyle(element);
    const parts = [own.color, own.fontSize, own.fontWeight, own.textShadow, own.backgroundClip];
    for (let at = element, open = true; at; at = at.parentElement) {
      const style = getComputedStyle(at);
      parts.push(style.opacity, style.filter);
      if (!open) continue;
      parts.push(style.backgroundColor, style.backgroundImage);
      open = style.backgroundColor.startsWith("rgba");
      if (open && !["static", "relative", "sticky"].includes(style.position)) return null;
    }
    return parts.join("|");
  };
  const seen = new Set(known), fresh = new Set(), nodes = [];
  for (const element of document.body.querySelectorAll("*")) {
    const written = [...element.childNodes].some(one => one.nodeType === Node.TEXT_NODE && one.data.trim());
    if (!written && !element.matches("input, select, textarea")) continue;
    if (!element.checkVisibility({visibilityProperty: true, opacityProperty: true})) continue;
    const look = paint(element);
    if (look !== null && (seen.has(look) || fresh.has(look))) continue;
    nodes.push(element);
    if (look !== null) fresh.add(look);
  }
  const only = {type: "rule", values: ["color-contrast"]};
  const pale = nodes.length ? await axe.run(nodes, {reporter: "no-passes", runOnly: only}) : {violations: []};
  folded.forEach(one => one.open = false);
  return {fresh: [...fresh], found: [...found.violations, ...pale.violations]};
}"""
"""What is folded away is looked at unfolded.

Contrast costs more than all else axe looks at. It is asked once of each way of painting text: its colours, size and
weight and all that lies behind it; each time where something may float over something else."""

_painted: set[str] = set()


def barriers(page: Page) -> list[str]:
    """What axe finds on the page as it stands, a line each."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.axe_script)
    answer: dict[str, Any] = page.evaluate(RUN, sorted(_painted))
    found = [f"axe {one['id']}: {node['html'][:120]}" for one in answer["found"] for node in one["nodes"]]
    if not found:
        _painted.update(answer["fresh"])
    return found


def sound(page: Page, name: str = "") -> None:
    """Nothing for axe to find, and no wider than its window."""
    page.wait_for_load_state()
    assert barriers(page) == [], name
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{name} is {wide} px too wide"
