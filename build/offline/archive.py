"""The folder as one .tar.zst: names sorted, dates fixed, owned by nobody in particular."""

import subprocess
from pathlib import Path

DATE = 946684800  # 2000-01-01: nothing in the archive depends on the clock
LEVEL = 9  # of zstd; 15 takes ten times as long for 1.5 %


def pack(top: Path) -> Path:
    """Writes the folder ``top`` as a .tar.zst beside it, and returns its path."""
    path = top.with_name(top.name + ".tar.zst")
    options = ["--sort=name", f"--mtime=@{DATE}", "--owner=0", "--group=0", "--numeric-owner"]
    compressor = ["-I", f"zstd -{LEVEL} -T2 --quiet"]
    subprocess.run(
        ["tar", *options, *compressor, "-cf", path, "-C", top.parent, top.name], check=True
    )
    return path
