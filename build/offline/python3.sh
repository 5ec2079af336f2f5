#!/bin/sh
# Python by our own loader and with our own libraries, whatever this system has.
here=$(CDPATH='' cd "${0%/bin/*}" && pwd -P) || exit 2
unset PYTHONHOME PYTHONPATH LD_PRELOAD LD_LIBRARY_PATH LD_AUDIT
export OPENSSL_CONF=/dev/null
exec "$here/shared/@LOADER@" --inhibit-cache --argv0 "$here/bin/python3" --library-path "$here/shared" "$here/bin/@PYTHON@" "$@"
