"""A delivered folder or .zip against its manifest: what was altered, what is missing, what is not
ours; and signatures of manifests, where pyHanko is installed: a detached CMS beside manifest.json,
by whoever holds a key.

A signature says who listed these files with these sums. It is no official seal and bears no time;
whether it counts in law, and whether the certificate is to be trusted, is not ours to say.
"""

from __future__ import annotations

import asyncio
import logging
import os
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any

from duben.model import BookError, Problem, problem, warning
from duben.publish import codes, manifest, outputs, verification

try:
    from lzma import LZMAError
except ImportError:  # Python may have been built without it; zipfile then says so itself
    LZMAError = OSError  # type: ignore[misc, assignment]

# What comes of a file that was damaged, packed with a password, or in a way that this Python lacks.
READ_ERRORS = (
    OSError,
    ValueError,
    EOFError,
    RuntimeError,
    NotImplementedError,
    zipfile.BadZipFile,
    zlib.error,
    LZMAError,
)
SUMS_BYTES = 5_000_000
ZIP_ENTRIES_LIMIT = 100_000


@dataclass(frozen=True, slots=True)
class Verification:
    """What was looked at: the files of the manifest, and the problems.
    ``signer`` is who signed the manifest, by the name on the certificate, "" where nobody did.
    """

    files: tuple[str, ...]
    problems: tuple[Problem, ...]
    signer: str = ""


def verify(path: Path | str) -> Verification:
    """Compares a folder of outputs, or a .zip of it, with its manifest. BookError (2) if there is
    nothing to compare.
    """
    path = Path(path)
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            return _verify(FolderDelivery(path), str(path))
        if not stat.S_ISREG(path.stat().st_mode):
            raise BookError(problem("delivery-missing", None, path=str(path)), 2)
        with zipfile.ZipFile(path) as archive:
            return _verify(ZipDelivery(archive), str(path))
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise BookError(
            problem("delivery-missing", None, path=str(path).replace("\0", "�")), 2
        ) from None
    except (zipfile.BadZipFile, NotImplementedError):
        raise BookError(problem("delivery-zip", None, path=str(path)), 2) from None
    except OSError as error:
        raise BookError(
            problem(
                "delivery-unreadable", None, path=str(path), reason=error.strerror or str(error)
            ),
            2,
        ) from None


@dataclass(frozen=True, slots=True)
class FolderDelivery:
    folder: Path

    def names(self, below: bool) -> frozenset[str]:
        """What is in the folder; with what is in its folders in their place, if asked for."""
        files = set()
        for entry in os.scandir(self.folder):
            if below and entry.is_dir(follow_symlinks=False):
                files |= {f"{entry.name}/{inside.name}" for inside in os.scandir(entry.path)} or {
                    entry.name
                }
            else:
                files.add(entry.name)
        return frozenset(files)

    def duplicate_names(self) -> tuple[str, ...]:
        """No name twice: a folder cannot hold that."""
        return ()

    def open(self, name: str) -> IO[bytes]:
        if (self.folder / name).parent.is_symlink() and "/" in name:
            raise OSError("a link in the place of a folder")
        descriptor = os.open(
            self.folder / name, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
        )
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            os.close(descriptor)
            raise OSError("no regular file")
        return os.fdopen(descriptor, "rb")


@dataclass(frozen=True)
class ZipDelivery:
    """A .zip, its files at the top or all in one folder."""

    archive: zipfile.ZipFile
    prefix: str = field(init=False, default="")

    def __post_init__(self) -> None:
        entries = self.archive.namelist()[:ZIP_ENTRIES_LIMIT]
        tops = {name.partition("/")[0] for name in entries}
        if manifest.MANIFEST_NAME not in entries and len(tops) == 1:
            object.__setattr__(self, "prefix", f"{tops.pop()}/")

    def names(self, below: bool) -> frozenset[str]:
        return frozenset(self._files())

    def duplicate_names(self) -> tuple[str, ...]:
        """Names that stand twice, in whatever case: which of the two is unpacked depends on the
        program.
        """
        counts = Counter(name.casefold() for name in self._files())
        return tuple(sorted({name for name in self._files() if counts[name.casefold()] > 1}))

    def open(self, name: str) -> IO[bytes]:
        return self.archive.open(self.prefix + name)

    def _files(self) -> list[str]:
        entries = self.archive.namelist()[:ZIP_ENTRIES_LIMIT]
        return [name.removeprefix(self.prefix) for name in entries if not name.endswith("/")]


Delivery = FolderDelivery | ZipDelivery  # files by name, wherever they lie


def _verify(delivery: Delivery, path: str) -> Verification:
    present = delivery.names(False)
    sums = (
        (_read(delivery, manifest.SUMS_NAME, SUMS_BYTES) or b"")
        if manifest.SUMS_NAME in present
        else None
    )
    if manifest.MANIFEST_NAME not in present:
        if not sums or not manifest.parse_sums(sums):
            raise BookError(problem("delivery-no-manifest", None, path=path), 2)
        return Verification((), (problem("file-gone", None, name=manifest.MANIFEST_NAME),))
    data = _read(delivery, manifest.MANIFEST_NAME, manifest.MANIFEST_BYTES)
    document = None if data is None else manifest.parse_manifest(data)
    if data is None or document is None:
        return Verification((), (problem("manifest-broken", None, name=manifest.MANIFEST_NAME),))
    present = delivery.names("distribution" in document)
    duplicates = [problem("file-doubled", None, name=name) for name in delivery.duplicate_names()]
    wrong = list(_file_problems(delivery, present, document))
    wrong_names = {problem.values["name"] for problem in wrong}
    sound = {row["name"] for row in document["files"]} - wrong_names
    coded = codes.code_problems(
        document, lambda name: _read(delivery, name, outputs.FILE_BYTES), sound
    )
    inside = _inner_problems(delivery, document, present)
    problems = [
        *duplicates,
        *wrong,
        *inside,
        *coded,
        *_sums_problems(sums, document, data),
        *_foreign_files(present, document),
    ]
    signer = ""
    if verification.SIGNATURE_NAME in present:
        who = verification.signer_of(
            data, _read(delivery, verification.SIGNATURE_NAME, verification.SIGNATURE_BYTES) or b""
        )
        if not who:
            problems.append(
                warning("sign-unchecked", None)
                if who is None
                else problem("sign-wrong", None, name=manifest.MANIFEST_NAME)
            )
        signer = who or ""
    return Verification(tuple(row["name"] for row in document["files"]), tuple(problems), signer)


def _read(delivery: Delivery, name: str, limit: int) -> bytes | None:
    try:
        with delivery.open(name) as stream:
            data = stream.read(limit + 1)
    except READ_ERRORS:
        return None
    return data if len(data) <= limit else None


def _file_problems(
    delivery: Delivery, present: frozenset[str], document: Mapping[str, Any]
) -> Iterator[Problem]:
    largest = max((row["bytes"] for row in document["files"]), default=0)
    owners = {row["sha256"]: row["name"] for row in document["files"]}
    for row in document["files"]:
        name = row["name"]
        if name not in present:
            yield problem("file-gone", None, name=name)
            continue
        try:
            with delivery.open(name) as stream:
                sums = manifest.file_sums(stream, largest)
        except READ_ERRORS:
            yield problem("file-altered", None, name=name)
            continue
        if sums.sha256 != row["sha256"] and (other := owners.get(sums.sha256)):
            yield problem("file-exchanged", None, name=name, other=other)
            continue
        same = sums.bytes == row["bytes"] and sums.sha256 == row["sha256"]
        # Where OpenSSL lacks sm3, sha256 alone decides.
        if not same or (sums.sm3 and row.get("sm3", "") not in ("", sums.sm3)):
            yield problem("file-altered", None, name=name)


def _inner_problems(
    delivery: Delivery, document: Mapping[str, Any], present: frozenset[str]
) -> Iterator[Problem]:
    """What is wrong in the .zip of each recipient, by its own manifest."""
    for row in document["files"] if "distribution" in document else ():
        if row["name"].endswith(".zip") and row["name"] in present:
            try:
                with delivery.open(row["name"]) as stream, zipfile.ZipFile(stream) as archive:
                    problems = _verify(ZipDelivery(archive), row["name"]).problems
            except (BookError, *READ_ERRORS):
                continue  # told already: it is not as it was made
            for problem in problems:
                yield replace(
                    problem,
                    values={
                        **problem.values,
                        "name": f"{row['name']}: {problem.values.get('name', '')}",
                    },
                )


def _sums_problems(
    sums: bytes | None, document: Mapping[str, Any], data: bytes
) -> Iterator[Problem]:
    """What SHA256SUMS says otherwise than the manifest, or in another way."""
    if sums is None:
        yield problem("file-gone", None, name=manifest.SUMS_NAME)
        return
    written = manifest.dump_sums(document["files"], data)
    expected, listed = manifest.parse_sums(written) or {}, manifest.parse_sums(sums) or {}
    differing = [
        name
        for name in sorted(expected.keys() | listed.keys())
        if expected.get(name) != listed.get(name)
    ]
    yield from (problem("sums-differ", None, name=name) for name in differing)
    if not differing and sums != written:
        yield problem("file-altered", None, name=manifest.SUMS_NAME)


def _foreign_files(present: frozenset[str], document: Mapping[str, Any]) -> Iterator[Problem]:
    ours = {row["name"] for row in document["files"]} | {
        manifest.MANIFEST_NAME,
        manifest.SUMS_NAME,
        outputs.LOCK_NAME,
        verification.SIGNATURE_NAME,
    }
    # What comes of a distribution is put together by us alone: a file more is somebody's addition.
    sent = "distribution" in document or "recipient" in document
    for name in sorted(present - ours):
        yield (
            problem("file-extra", None, name=name)
            if sent
            else warning("file-foreign", None, name=name)
        )
    if names := manifest.older_files(document):
        yield warning("file-older", None, name="、".join(names))


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
