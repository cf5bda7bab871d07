"""Charts and maps as plain data: pure functions give dataclasses, templates draw them as SVG without colour (classes only).

Every figure has a `title`, a `description` that tells the finding, and its table: `{% bar_chart chart %}` prints the three.
"""
