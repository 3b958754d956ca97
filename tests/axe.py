"""What can be found wrong with the playground's page, for those who don't see it, and on a narrow screen."""

from pathlib import Path

from visitor import Visitor

AXE = Path(__file__).parents[1] / ".axe/node_modules/axe-core/axe.min.js"
BEYOND_THE_EDGE = """() => [...document.querySelectorAll("main *, .thread *, dialog *, .sidebar.open *")]
    .filter((node) => node.checkVisibility() && !node.closest(".unseen"))
    .filter((node) => !node.parentElement.closest(".table-box, .bars"))
    .filter((node) => node.getBoundingClientRect().right > innerWidth + 1)
    .map((node) => node.outerHTML.slice(0, 200))"""


def findings(visitor: Visitor) -> list[str]:
    """What axe finds wrong, with where it is."""
    visitor.page.evaluate(AXE.read_text(encoding="utf-8"))
    found = visitor.page.evaluate("() => axe.run()")["violations"]
    return [
        f"{one['impact']} {one['id']}: {one['help']} at {node['target']} {node['failureSummary']}"
        for one in found
        for node in one["nodes"]
    ]


def beyond_the_edge(visitor: Visitor) -> list[str]:
    """What of the page can't be seen; what scrolls in itself can."""
    found: list[str] = visitor.page.evaluate(BEYOND_THE_EDGE)
    return found
