"""The STEM asset map service: one room per thing it does (see docs/architecture.md)."""
