"""What the guarded process does for a build, a function each: it gets a request and a work folder,
and gives plain data.
"""
