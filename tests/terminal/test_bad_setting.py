"""A setting that makes no sense is named in one line."""

import os
import subprocess
import sys


def test_a_bad_setting_is_named() -> None:
    command = [sys.executable, "-c", "from app.cli import main; main()", "settings"]
    done = subprocess.run(
        command, env={**os.environ, "STEMMAP_PORT": "80000"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr.startswith("STEMMAP_PORT: Input should be less than or equal to 65535")
    assert "Traceback" not in done.stderr
