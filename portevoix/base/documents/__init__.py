"""Official documents: drawn as accessible PDF, kept unchanged, checked by anybody with their code."""
