"""What any serious program needs: files, audit, accounts, look."""
