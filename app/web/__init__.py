"""The look of the service: templates and static files. No code but their places."""

from pathlib import Path

TEMPLATES = Path(__file__).parent / "templates"
STATIC = Path(__file__).parent / "static"
VENDOR = STATIC / "vendor"
"""Third-party browser files, put here by the set-up and never committed."""
