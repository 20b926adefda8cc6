"""What the commands say of themselves: one word for what the pages call publishing."""

import re

import pytest
from typer.testing import CliRunner

from app.cli import COMMANDS, app


@pytest.mark.parametrize("command", COMMANDS)
def test_help_speaks_of_publishing(command: str) -> None:
    answer = CliRunner().invoke(app, [command, "--help"])
    assert answer.exit_code == 0
    assert re.findall(r"(?<!--)\bappl(?:y|ied|ies|ying)\b", answer.output, re.IGNORECASE) == []
