"""The look: layout, components, gallery, error pages."""
