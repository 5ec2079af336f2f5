"""Arguments in; the folder, its archive and a line for each on stdout."""

import sys
from pathlib import Path

from offline.archive import pack
from offline.folder import write_folder

if __name__ == "__main__":
    top = write_folder(Path(sys.argv[1]))
    print(top)
    if "--no-archive" not in sys.argv:
        print(pack(top))
