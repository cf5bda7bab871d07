"""Exchange of files with Démarche Numérique: candidacies come in as a table, the whole file leaves as an archive."""
