"""Signatures of manifests, where pyHanko is installed: a detached CMS beside manifest.json, by
whoever holds a key.

It says who listed these files with these sums. It is no official seal and bears no time; whether it
counts in law, and whether the certificate is to be trusted, is not ours to say.
"""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duben.model import BookError, problem

SIGNATURE_NAME = "manifest.json.p7s"
SIGNATURE_BYTES = 1_000_000


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A private key with its certificate."""

    signer: Any

    def sign(self, data: bytes) -> bytes:
        """A detached signature (DER) of some bytes; with an RSA key always the same."""
        signed = asyncio.run(
            self.signer.async_sign_general_data(data, digest_algorithm="sha256", detached=True)
        )
        return signed.dump()


def load_signing_key(path: Path, password: str) -> SigningKey:
    """The key in a .p12 or .pfx. BookError (2) where it cannot be had, or pyHanko is missing."""
    try:
        from pyhanko.sign import signers  # optional, and slow to load
    except ImportError:
        raise BookError(problem("sign-missing", None), 2) from None
    if not path.is_file():
        raise BookError(problem("intake-missing", None, name=str(path)), 2)
    with silent_logs():
        signer = signers.SimpleSigner.load_pkcs12(str(path), passphrase=password.encode() or None)
    if signer is None:
        raise BookError(problem("sign-key", None, name=path.name), 2)
    return SigningKey(signer)


def signer_of(data: bytes, signature: bytes) -> str | None:
    """Who signed some bytes, by the name on the certificate; "" where the signature is not one of
    these bytes.

    None where pyHanko is missing. The certificate itself is not looked into.
    """
    try:
        from asn1crypto import cms  # optional, and slow to load
        from pyhanko.sign import validation  # as above
    except ImportError:
        return None
    try:
        with silent_logs():
            status = asyncio.run(
                validation.async_validate_detached_cms(
                    data,
                    cms.ContentInfo.load(signature)["content"],
                    signer_validation_context=validation.ValidationContext(
                        trust_roots=[], allow_fetching=False
                    ),
                )
            )
        return (
            str(status.signing_cert.subject.human_friendly)
            if status.intact and status.valid
            else ""
        )
    except Exception:  # noqa: BLE001 - whatever it is, it is no signature
        return ""


class silent_logs:  # noqa: N801 - reads as an adjective where it stands
    """Keeps what the libraries log, tracebacks and all, to themselves."""

    def __enter__(self) -> None:
        self.levels = {
            name: logging.getLogger(name).level for name in ("pyhanko", "pyhanko_certvalidator")
        }
        for name in self.levels:
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)

    def __exit__(self, *error: object) -> None:
        for name, level in self.levels.items():
            logging.getLogger(name).setLevel(level)
