"""Absolute addresses: how the world reaches this service."""

from fastapi import Request

from app.settings import Settings


def root_url(request: Request, settings: Settings) -> str:
    """`https://stem.example`: the public address of the service, without a slash at its end."""
    return (settings.public_url or str(request.base_url)).rstrip("/")
