"""Read at each start of Python in the folder, as sitecustomize.py."""

import ctypes.util

# cffi asks it for names that the loader does not know. It would start ldconfig, gcc and ld of the
# system, sixteen times; all that there is stands in runtime/shared.
ctypes.util.find_library = lambda name: None
