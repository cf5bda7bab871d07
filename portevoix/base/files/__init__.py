"""Files that users upload: checked by content, stored outside the web root."""
