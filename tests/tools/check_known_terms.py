"""A library of known terms (提法库) checked against the texts of its sources: docs/enumerations.md
has the form.

For every entry this program tells whether the name (or one of its variants) and every member stand
word for word in the text of the source, the members in their order within a window of so many
characters. The texts are not part of the project: name the folder that holds them. It finds a text

    by INDEX.tsv of that folder (columns name, where and title; an entry without `where` is found by
    its source as the title), or
    at FOLDER/where, as in a checkout of the repositories, or
    by the file name of `where` alone, with .txt or its own ending, if only one file has that name.

An entry whose text is in none of these places is reported as absent, not as wrong.

    python tests/tools/check_known_terms.py LIBRARY FOLDER [--window 1500] [--verbose] [--json]

The shipped library is build/duben/chinese/data/known-terms.toml.

The exit status is 0 if nothing is wrong (absent texts are not wrong), 1 if an entry is, and 2 if
the library or the folder cannot be read.
"""

import argparse
import csv
import json
import re
import sys
import tomllib
from pathlib import Path

WINDOW = 1500
DATE = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
STRINGS = ("term", "source", "date")


def normalise(text):
    """Return the text without what is layout and not wording.

    Dropped are YAML front matter, HTML comments, Markdown emphasis, numbers of notes such as [12]
    or [^3], and all white space, full-width included. Corner and straight quotation marks become
    “ ”.
    Nothing else is changed: a wrong character stays a wrong character.
    """
    text = text.replace("\ufeff", "").replace("\r", "")
    text = re.sub(r"\A---\n.*?\n---\n", "", text, flags=re.S)
    text = re.sub(r"<!--.*?-->", "", text, flags=re.S)
    text = text.replace("**", "")
    text = re.sub(r"\[\^?\d+\]", "", text)
    text = re.sub(r"\s+", "", text)
    text = text.replace("「", "“").replace("」", "”").replace("〝", "“").replace("〞", "”")
    return re.sub(r'"([^"“”]{1,60})"', r"“\1”", text)


def find_members(text, members, window=WINDOW):
    """Return (start, end) of the narrowest place where all members follow one another, or None.

    Members may not overlap, and the place may not be wider than the window.
    """
    best = None
    start = text.find(members[0])
    while start >= 0:
        end = start + len(members[0])
        for member in members[1:]:
            at = text.find(member, end, start + window)
            if at < 0:
                end = None
                break
            end = at + len(member)
        if end is not None and (best is None or end - start < best[1] - best[0]):
            best = (start, end)
        start = text.find(members[0], start + 1)
    return best


def form_faults(entry):
    """Return what is wrong with the form of an entry, before any text is read."""
    faults = []
    for key in STRINGS:
        if not isinstance(entry.get(key), str) or not entry[key].strip():
            faults.append(f"no {key}")
    members = entry.get("members")
    if (
        not isinstance(members, list)
        or len(members) < 2
        or not all(isinstance(m, str) and m for m in members)
    ):
        return faults + ["members is not a list of at least two strings"]
    if entry.get("count") != len(members):
        faults.append(f"count {entry.get('count')} but {len(members)} members")
    if len(set(members)) != len(members):
        faults.append("a member stands twice")
    if any(m != m.strip() for m in members):
        faults.append("a member begins or ends with a space")
    for key in ("date", "since", "until"):
        if key in entry and not DATE.fullmatch(str(entry[key])):
            faults.append(f"{key} is no date: {entry[key]}")
    return faults


def double_entries(entries):
    """Return pairs of entries that say the same: same name, members, time and place."""
    seen, pairs = {}, []
    for number, entry in enumerate(entries):
        key = (
            entry.get("term"),
            tuple(entry.get("members", ())),
            entry.get("since"),
            entry.get("until"),
            entry.get("place"),
        )
        if key in seen:
            pairs.append((seen[key], number))
        seen.setdefault(key, number)
    return pairs


class Texts:
    """The source texts of a folder, found by the `where` of an entry and read once."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.index = {}
        self.by_name = {}
        self.read = {}
        index = self.folder / "INDEX.tsv"
        if index.is_file():
            with index.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
                    if row.get("name") and row.get("where"):
                        self.index[row["where"]] = row["name"]
                        self.index.setdefault(f"《{row.get('title')}》", row["name"])
        for path in self.folder.rglob("*"):
            if path.suffix in (".txt", ".md"):
                self.by_name.setdefault(path.stem, []).append(path)

    def path(self, where):
        """Return the file that holds the text of this source, or None."""
        candidates = []
        if where in self.index:
            candidates.append(self.folder / self.index[where])
        candidates.append(self.folder / where.lstrip("/"))
        same = self.by_name.get(Path(where).stem, [])
        if len(same) == 1 and not same[0].stem.isdigit():
            candidates.append(same[0])
        return next((path for path in candidates if path.is_file()), None)

    def text(self, where):
        """Return the normalised text of this source, or None if it is absent."""
        path = self.path(where)
        if path is None:
            return None
        if path not in self.read:
            self.read[path] = normalise(path.read_text(encoding="utf-8", errors="replace"))
        return self.read[path]


def check_entry(entry, texts, window=WINDOW):
    """Return {"term", "state", "faults", "found"} of an entry; state: right, wrong or absent."""
    result = {
        "term": entry.get("term", "?"),
        "where": entry.get("where", ""),
        "state": "right",
        "faults": [],
        "found": "",
    }
    result["faults"] = form_faults(entry)
    if result["faults"]:
        result["state"] = "wrong"
        return result
    where = entry.get("where") or f"《{entry['source']}》"
    text = texts.text(where)
    if text is None:
        result["state"] = "absent"
        result["faults"] = [f"text is absent: {where}"]
        return result
    named = text
    if "named_in" in entry:
        named = texts.text(entry["named_in"])
        if named is None:
            result["state"] = "absent"
            result["faults"] = [f"text is absent: {entry['named_in']}"]
            return result
    names = [normalise(name) for name in [entry["term"], *entry.get("variants", [])]]
    members = [normalise(member) for member in entry["members"]]
    if not any(name in named for name in names):
        result["faults"].append("the name is not in the text")
    missing = [member for member in members if member not in text]
    if missing:
        result["faults"].append("not in the text: " + "｜".join(missing))
    else:
        place = find_members(text, members, window)
        if place is None:
            result["faults"].append(
                f"the members do not stand in this order within {window} characters"
            )
        else:
            result["found"] = text[max(0, place[0] - 20) : place[1] + 10]
    if result["faults"]:
        result["state"] = "wrong"
    return result


def main(arguments=None):
    """Check a library and print what was found."""
    parser = argparse.ArgumentParser(
        description="Check a library of numbered terms against the texts of its sources."
    )
    parser.add_argument("library", help="the library, a .toml file")
    parser.add_argument("texts", help="the folder that holds the source texts")
    parser.add_argument(
        "--window",
        type=int,
        default=WINDOW,
        help="how far apart the members may stand (characters)",
    )
    parser.add_argument(
        "--verbose", action="store_true", help="show also where the members of right entries stand"
    )
    parser.add_argument("--json", action="store_true", help="print the results as JSON")
    options = parser.parse_args(arguments)
    try:
        with open(options.library, "rb") as file:
            entries = tomllib.load(file).get("term", [])
    except (OSError, tomllib.TOMLDecodeError) as error:
        print(f"{options.library}: {error}", file=sys.stderr)
        return 2
    if not Path(options.texts).is_dir():
        print(f"{options.texts}: no such folder", file=sys.stderr)
        return 2

    texts = Texts(options.texts)
    results = [check_entry(entry, texts, options.window) for entry in entries]
    for first, second in double_entries(entries):
        results[second]["state"] = "wrong"
        results[second]["faults"].append(f"says the same as entry {first + 1}")
    number = {
        state: sum(result["state"] == state for result in results)
        for state in ("right", "wrong", "absent")
    }

    if options.json:
        print(json.dumps({"number": number, "entries": results}, ensure_ascii=False, indent=1))
    else:
        for result in results:
            if result["state"] != "right":
                print(f"{result['state']}: {result['term']}: {'; '.join(result['faults'])}")
            elif options.verbose:
                print(f"right: {result['term']}: …{result['found']}…")
        print(
            f"{len(results)} entries: {number['right']} right, {number['wrong']} wrong, "
            f"{number['absent']} not checked (text absent)"
        )
    return 1 if number["wrong"] else 0


if __name__ == "__main__":
    sys.exit(main())
