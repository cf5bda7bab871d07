"""The look: layouts, typed components, tables, charts, forms, error pages. Neutral: it knows no word of the register.

Templates extend `ui/public.html` (visitors) or `ui/work.html` (signed-in people) and `{% load ui %}` gives every component.
`docs/components.md` lists them; `/galerie/` shows them (demonstration only).
"""
