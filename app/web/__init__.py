"""The look of the service: templates, static files, words. No code but their places."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
LOCALES = Path(__file__).parent / "locales"
"""What each language says: `<language>/LC_MESSAGES/stemmap.po`."""
VENDOR = STATIC / "vendor"
"""Third-party browser files, put here by the set-up and never committed."""
