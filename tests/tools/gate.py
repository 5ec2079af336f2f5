"""The byte gate: fixed books in every form, and what the commands print; sha256 of each file beside
a table.

    python tests/tools/gate.py            compares everything with tests/tools/gate.tsv; exit status 1 where a file differs
    python tests/tools/gate.py --small    one small book in all its forms, as `make check` asks
    python tests/tools/gate.py --write    writes the table anew; say in the commit which file changed, and why

The table holds for the versions of fonts and libraries in its head: with others it says so and
compares nothing. A row is name, sha256, and sha256 without the code on the imprint, which changes
with every template. Texts in ../shared/corpus are read where they are at hand; their rows are
passed over where they are not.
"""  # noqa: E501

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

TOP = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("gate.tsv")
CORPUS = TOP.parent / "shared" / "corpus" / "texts"
sys.path.insert(0, str(TOP / "build"))
from duben.layout import EDITIONS  # noqa: E402

COMMANDS = (
    "",
    "new",
    "import",
    "check",
    "build",
    "enumerations",
    "compare",
    "proof",
    "distribute",
    "verify",
    "where",
    "show",
)
# What a manifest says of the program beside the book.
OF_PROGRAM = ("code", "looks", "versions")
RECIPIENTS = (
    "单位,份数,联系人,备注\n东湖区委办公室,2,周,\n西山镇人民政府,1,吴,急件\n北门街道党工委,3,,\n"
)
TEXT = """关于做好今冬明春农田水利建设的意见

（2024年10月18日）

各乡镇人民政府，县直各部门：

为贯彻“两个坚持”（坚持节水优先、坚持空间均衡），抓好“三项任务”，现提出如下意见。

一、总体要求

全县农田水利建设要做到三个到位：一是责任到位，二是资金到位，三是监督到位。

二、主要任务

（一）修复水毁工程。10月底前完成摸底。

（二）清淤疏浚渠道。全长126.5公里。

1.干渠由县水利局负责。

2.支渠由乡镇负责。

三、组织领导

各单位要按照本意见，制定实施方案。

石桥县人民政府办公室

2024年10月18日
"""
PAGE = """<!DOCTYPE html><html lang="zh"><head><meta charset="utf-8"><title>全县秋收工作会议召开_石桥县人民政府网</title>
<meta name="PubDate" content="2024-09-12 08:30"></head><body><div class="nav"><a href="/">首页</a> <a href="/n">新闻</a></div>
<div class="article"><h1>全县秋收工作会议召开</h1><p>来源：石桥县融媒体中心　发布时间：2024-09-12</p>
<p>　　会议强调，要落实“四个早”：早准备、早动员、早部署、早落实。</p><p>　　<strong>一、抓好机收</strong></p>
<p>　　投入收割机1200台。</p><table><tr><th>乡镇</th><th>面积（万亩）</th></tr><tr><td>白沙镇</td><td>3.2</td></tr>
<tr><td>青龙乡</td><td>2.85</td></tr></table><p>　　<strong>二、抓好晾晒</strong></p><p>　　会议指出，粮食安全是“国之大者”。</p></div>
<div class="footer">版权所有</div></body></html>"""  # noqa: E501


def duben(
    *arguments: str, cwd: Path, cache: Path | None = None
) -> subprocess.CompletedProcess[bytes]:
    """What the program prints, in English, and its exit status."""
    environment = {
        **os.environ,
        "XDG_CACHE_HOME": str(cache or os.devnull),
        "LANG": "en_US.UTF-8",
        "LC_ALL": "C.UTF-8",
        "TZ": "UTC",
        "COLUMNS": "100",
    }
    environment["PYTHONPATH"] = str(TOP / "build")
    return subprocess.run(
        [sys.executable, "-m", "duben", *arguments],
        capture_output=True,
        cwd=cwd,
        env=environment,
        check=False,
    )


def files(folder: Path, name: str) -> Iterator[tuple[str, str, str]]:
    """Name, sha256, and sha256 without the code, of every file below a folder."""
    contents: dict[str, str] = {}
    for path in sorted(folder.rglob("manifest.json")):
        for row in json.loads(path.read_text("utf-8")).get("files", ()):
            contents[str(path.parent / row["name"])] = row.get("content", "")
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        data = path.read_bytes()
        content = contents.get(str(path)) or digest(without_code(path.name, data))
        yield f"{name}/{path.relative_to(folder).as_posix()}", digest(data), content


def without_code(name: str, data: bytes) -> bytes:
    """A manifest without what it says of the program, and without the sums of its files; a plan and
    sums likewise.
    """
    if name == "manifest.json":
        document = {key: value for key, value in json.loads(data).items() if key not in OF_PROGRAM}
        document["files"] = [
            {key: row[key] for key in ("name", "edition", "pages")}
            for row in document.get("files", ())
        ]
        return json.dumps(document, sort_keys=True).encode()
    if name == "SHA256SUMS":
        return b"\n".join(line.split()[-1] for line in data.splitlines())
    if name.endswith(".json"):
        return re.sub(rb"\b[0-9a-f]{16,64}\b", b"", data)
    return data


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def printed(name: str, run: subprocess.CompletedProcess[bytes]) -> tuple[str, str, str]:
    """What a command printed, on both streams, as a row."""
    said = b"%d\n%s\0%s" % (
        run.returncode,
        run.stdout,
        re.sub(rb"[0-9]+\.[0-9]+ ?s\b", b"", run.stderr),
    )
    return name, digest(said), digest(re.sub(rb"\b[0-9a-f]{16,64}\b", b"", said))


def small(top: Path) -> Path:
    """The sample that `duben new` writes, dated."""
    duben("new", "small", cwd=top)
    toml = top / "small" / "book.toml"
    toml.write_text(
        re.sub(r"(?m)^date = .*$", "date = 2024-11-05", toml.read_text("utf-8")), "utf-8"
    )
    return top / "small"


def shipped(top: Path) -> Path:
    """The book that ships."""
    folder = top / "shipped"
    for path in sorted((TOP / "book").rglob("*")):
        if (
            path.is_file()
            and "out" not in path.relative_to(TOP / "book").parts
            and not any(part.startswith(".") for part in path.relative_to(TOP / "book").parts)
        ):
            target = folder / path.relative_to(TOP / "book")
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
    return folder


def by_chance(top: Path, seed: int) -> Path:
    """A book of all that an author may write (tests: random books)."""
    import random_books

    folder = top / f"chance-{seed}"
    (folder / "images").mkdir(parents=True)
    (folder / "images" / "a.png").write_bytes(
        (TOP / "templates" / "new" / "images" / picture()).read_bytes()
    )
    (folder / "book.toml").write_text(
        f'[book]\nid = "chance"\ntitle = "偶然之书{seed}"\ndate = 2024-03-09\n[text]\n'
        'missing_glyph = "warning"\n',
        "utf-8",
    )
    for number, (text, _) in enumerate(random_books.book(seed), 1):
        (folder / f"{number:02}.md").write_text(text, "utf-8")
    return folder


def picture() -> str:
    return next(
        path.name
        for path in sorted((TOP / "templates" / "new" / "images").iterdir())
        if path.suffix == ".png"
    )


def rows_of(
    folder: Path, editions: tuple[str, ...] = tuple(EDITIONS)
) -> Iterator[tuple[str, str, str]]:
    """A book in its forms: without a cache, with an empty one, and with what that left."""
    name, top = folder.name, folder.parent
    wanted = [part for edition in editions for part in ("--edition", edition)] + [
        "--format",
        "pdf",
        "--format",
        "epub",
    ]
    cache = top / f"cache-{name}"
    cache.mkdir()
    found: dict[str, tuple[tuple[str, str, str], ...]] = {}
    for way, place in (("plain", None), ("cold", cache), ("warm", cache)):
        output = top / f"out-{name}-{way}"
        run = duben(
            "build",
            name,
            "-o",
            output.name,
            *wanted,
            *(["--no-cache"] if place is None else []),
            "--quiet",
            cwd=top,
            cache=place,
        )
        if way == "plain":
            yield printed(f"{name}: build", run)
        found[way] = tuple(files(output, name)) if output.is_dir() else ()
    yield from found["plain"]
    for way in ("cold", "warm"):
        same = found[way] == found["plain"]
        yield f"{name}: {way} as without a cache", str(same), str(same)


def said_of(folder: Path) -> Iterator[tuple[str, str, str]]:
    """What is printed of a book: problems, enumerations, what passes between the stages."""
    name, top = folder.name, folder.parent
    yield printed(f"{name}: check", duben("check", name, cwd=top))
    for language in ("zh", "en"):
        yield printed(
            f"{name}: check {language}", duben("check", name, "--lang", language, cwd=top)
        )
    yield printed(f"{name}: check json", duben("check", name, "--json", cwd=top))
    yield printed(f"{name}: enumerations", duben("enumerations", name, "--json", cwd=top))
    for what in ("blocks", "outline", "html", "lines", "pages"):
        yield printed(f"{name}: {what}", duben("show", what, name, cwd=top))


def revised(folder: Path) -> Iterator[tuple[str, str, str]]:
    """A book against a revision of itself: comparison with all that it writes, records, marked
    pages.
    """
    import shutil

    top, name = folder.parent, folder.name
    new = top / f"{name}-new"
    shutil.copytree(folder, new)
    for path in sorted(new.glob("*.md"))[1:3]:
        text = path.read_text("utf-8")
        paragraphs = text.split("\n\n")
        middle = len(paragraphs) // 2
        paragraphs[middle] = (
            paragraphs[middle].replace("。", "，并于年底前完成。", 1) + "此句是新增的。"
        )
        path.write_text(
            "\n\n".join(
                [*paragraphs[: middle + 1], "新增一段，共十五个字左右。", *paragraphs[middle + 1 :]]
            ),
            "utf-8",
        )
    yield printed(
        f"{name}: printed",
        duben(
            "build",
            name,
            "-o",
            f"out-{name}-printed",
            "--edition",
            "booklet",
            "--printed",
            "--quiet",
            cwd=top,
        ),
    )
    yield printed(f"{name}: compare json", duben("compare", name, new.name, "--json", cwd=top))
    yield printed(
        f"{name}: compare",
        duben("compare", name, new.name, "-o", f"compared-{name}", "--lang", "zh", cwd=top),
    )
    yield from files(top / f"compared-{name}", f"{name}: compared")
    yield printed(
        f"{name}: since",
        duben("build", new.name, "-o", f"since-{name}", "--since", name, "--quiet", cwd=top),
    )
    yield from files(top / f"since-{name}", f"{name}: since")


def distributed(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Copies for recipients, and what tells them apart."""
    top, name = folder.parent, folder.name
    (top / "recipients.csv").write_text(RECIPIENTS, "utf-8")
    run = duben(
        "distribute",
        name,
        "recipients.csv",
        "-o",
        f"copies-{name}",
        "--date",
        "2024-11-06",
        "--scope",
        "此件发至县团级",
        "--labels",
        "99.1x38.1",
        "--zip",
        "--quiet",
        cwd=top,
    )
    yield printed(f"{name}: distribute", run)
    yield from files(top / f"copies-{name}", f"{name}: copies")


def measured(folder: Path) -> Iterator[tuple[str, str, str]]:
    """What proof says of finished pages."""
    top, name = folder.parent, folder.name
    yield printed(
        f"{name}: proof json",
        duben(
            "proof",
            f"out-{name}-plain/{next((top / f'out-{name}-plain').glob('*-screen.pdf')).name}",
            "--json",
            cwd=top,
        ),
    )
    yield printed(f"{name}: proof", duben("proof", name, cwd=top))
    yield printed(f"{name}: verify", duben("verify", f"out-{name}-plain", cwd=top))


def imported(top: Path) -> Iterator[tuple[str, str, str]]:
    """A text and a page that carry dates, as manuscripts."""
    for name, text in (("text.txt", TEXT), ("page.html", PAGE)):
        (top / name).write_text(text, "utf-8")
        kind = name.partition(".")[0]
        yield printed(
            f"import {kind}",
            duben("import", name, "-o", f"imported-{kind}", "--lang", "zh", cwd=top),
        )
        yield from files(top / f"imported-{kind}", f"import {kind}")


def helped(top: Path) -> Iterator[tuple[str, str, str]]:
    """The program's own words."""
    for language in ("zh", "en"):
        for command in COMMANDS:
            yield printed(
                f"help {command} {language}".replace("  ", " "),
                duben(*([command] if command else []), "--lang", language, "--help", cwd=top),
            )


def documents(top: Path) -> Iterator[tuple[str, str, str]]:
    """Real texts beside the project: problems, enumerations, and the manuscripts made of them."""
    for path in sorted(CORPUS.glob("*.txt")) if CORPUS.is_dir() else ():
        yield printed(f"corpus {path.stem}: check", duben("check", str(path), "--json", cwd=top))
        yield printed(
            f"corpus {path.stem}: enumerations", duben("enumerations", str(path), "--json", cwd=top)
        )
        run = duben("import", str(path), "-o", path.stem, "--lang", "zh", cwd=top)
        yield f"corpus {path.stem}: import", str(run.returncode), str(run.returncode)
        yield from (
            row
            for row in files(top / path.stem, f"corpus {path.stem}: import")
            if not row[0].endswith(("book.toml", "import.base.json"))
        )


def everything(top: Path, only_small: bool) -> Iterator[tuple[str, str, str]]:
    book = small(top)
    yield from rows_of(book)
    yield from said_of(book)
    if only_small:
        return
    yield from revised(book)
    yield from distributed(book)
    yield from measured(book)
    book = shipped(top)
    yield from rows_of(book)
    yield from said_of(book)
    yield from revised(book)
    yield from distributed(book)
    for seed in (9201, 9302):
        yield from rows_of(by_chance(top, seed), ("screen", "phone", "large", "booklet"))
    yield from imported(top)
    yield from helped(top)
    yield from documents(top)


def surroundings(top: Path) -> str:
    """Fonts and libraries of the pages, in one line, as a manifest tells them."""
    manifest = json.loads(next(top.glob("out-small-plain/manifest.json")).read_text("utf-8"))
    fonts = sorted({row["sha256"][:12] for row in manifest["fonts"] if row.get("sha256")})
    versions = {name: version for name, version in manifest["versions"].items() if name != "duben"}
    return json.dumps({"fonts": fonts, "versions": versions}, sort_keys=True)


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--small", action="store_true")
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args()
    sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
    with tempfile.TemporaryDirectory(prefix="gate-") as folder:
        found = list(everything(Path(folder), asked.small))
        where = surroundings(Path(folder))
    if asked.write:
        TABLE.write_text(
            "\n".join([f"# {where}", *("\t".join(row) for row in found)]) + "\n", "utf-8"
        )
        print(f"{TABLE.name}: {len(found)} rows")
        return 0
    head, *lines = TABLE.read_text("utf-8").splitlines()
    if head != f"# {where}":
        print(
            "the byte gate is for other fonts or libraries, and compares nothing\n  "
            f"table {head[2:]}\n  here  {where}"
        )
        return 0
    return compared(
        {row[0]: row[1:] for row in (line.split("\t") for line in lines)},
        {row[0]: [*row[1:]] for row in found},
        asked.small,
    )


def compared(wanted: dict[str, list[str]], found: dict[str, list[str]], partly: bool) -> int:
    """Prints each row that differs; 1 where one does."""
    differing = [
        f"{difference(wanted.get(name), row)}  {name}"
        for name, row in found.items()
        if row != wanted.get(name)
    ]
    differing += [
        f"missing  {name}"
        for name in wanted.keys() - found.keys()
        if not partly and (CORPUS.is_dir() or not name.startswith("corpus "))
    ]
    print(*differing, sep="\n", end="\n" if differing else "")
    print(
        f"the byte gate: {len(found)} files and answers looked at, "
        f"{f'{len(differing)} differ' if differing else 'all as in the table'}"
    )
    return 1 if differing else 0


def difference(wanted: list[str] | None, found: list[str]) -> str:
    """In one word: "code" where a file is the same but for the code of the edition."""
    return "new    " if wanted is None else "differs" if wanted[1] != found[1] else "code   "


if __name__ == "__main__":
    sys.exit(main())
