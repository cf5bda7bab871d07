"""Settings, URL table and WSGI entry of the project."""
