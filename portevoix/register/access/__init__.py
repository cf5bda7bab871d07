"""Who may what, where, and until when: permissions, roles, scopes."""
