#!/bin/sh
# duben, with all that it needs beside it.
self=$0
[ -h "$self" ] && self=$(readlink -f "$self")
here=$(CDPATH='' cd "${self%/*}" && pwd -P) || exit 2
exec "$here/runtime/bin/python3" -s -P -X utf8 -m duben "$@"
