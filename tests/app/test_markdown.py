"""Markdown that anybody may write, shown to others."""

from app.kit import markdown


def test_cells_that_nobody_wrote_are_few():
    wide = "|a" * 500 + "\n" + "|-" * 500 + "\n" + "|b\n" * 500
    assert markdown.to_html(wide).count("<t") < 2 * (markdown.MOST_FILLED_CELLS + 500)
    usual = "| a | b | c |\n|---|---|---|\n" + "| 1 |\n" * 400
    assert 3 * 400 == markdown.to_html(usual).count("<td>")
