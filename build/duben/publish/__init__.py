"""The stages in order: a folder in, outputs and a manifest out, whole or not at all."""

from duben.publish.building import Built, build
from duben.publish.manifest import Made
from duben.publish.reading import Draft, check, load
from duben.publish.verification import Verified, verify

__all__ = ["Built", "Draft", "Made", "Verified", "build", "check", "load", "verify"]
