"""What click says, in Chinese.

click's modules look every sentence up by a function ``_``; ``click_language`` puts ours there.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import ModuleType
from typing import Any

import click

SENTENCES: dict[str, str] = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "运行“{command} {option}”查看用法。",
    "Aborted!": "已中断。",
    "Missing command.": "缺少命令。",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing {param_type}": "缺少{param_type}",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Choose from:\n\t{choices}": "可用的：\n\t{choices}",
    "No such option {name!r}.": "没有选项 {name}。",
    "No such command {name!r}.": "没有命令 {name}。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "（是不是其中一个：{possibilities}？）",
    "Got unexpected extra argument ({args})": "多出了参数（{args}）",
    "Got unexpected extra arguments ({args})": "多出了参数（{args}）",
    "Option {name!r} requires an argument.": "选项 {name} 后面要有一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name} 后面要有 {nargs} 个值。",
    "Option {name!r} does not take a value.": "选项 {name} 后面不能有值。",
    "Argument {name!r} takes {nargs} values.": "参数 {name} 要有 {nargs} 个值。",
    "Invalid value: {message}": "值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 的值不对：{message}",
    "{value!r} is not {choice}.": "“{value}”不是 {choice}。",
    "{value!r} is not one of {choices}.": "“{value}”不在其中：{choices}。",
    "{value!r} is not a valid {number_type}.": "“{value}”不是整数。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 之内。",
    "Could not open file {filename!r}: {message}": "打不开文件 {filename}：{message}",
    "default: {default}": "默认：{default}",
    "required": "必需",
    "unknown error": "未知错误",
    "deprecated": "已弃用",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s 版",
    "Show this message and exit.": "显示这段说明。",
    "Show the version and exit.": "显示版本号。",
    "file": "文件",
    "directory": "文件夹",
    "path": "路径",
}


def translate(sentence: str) -> str:
    """A sentence of click in Chinese; the sentence itself where SENTENCES lacks it."""
    return SENTENCES.get(sentence, sentence)


def translate_plural(singular: str, plural: str, count: int) -> str:
    """The Chinese of a sentence that depends on a number."""
    return translate(singular if count == 1 else plural)


class Formatter(click.HelpFormatter):
    """Help text without a space after a full-width colon."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        super().write_usage(prog, args, translate("Usage:") if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{heading}：\n")


QUOTED = re.compile("'([^'\n]*)'")
SPACE_AT_QUOTE = re.compile("(?<=[\u4e00-\u9fff]) (?=“)|(?<=”) (?=[\u4e00-\u9fff])")


def use_chinese_marks(text: str) -> str:
    """What click puts together of our sentences, with “ ” round names and 。 at the end."""
    text = QUOTED.sub(lambda match: f"“{match[1].strip('[].')}”", text)
    text = text.replace("”.", "”。").replace("。 ", "。")
    text = SPACE_AT_QUOTE.sub("", text).rstrip()
    return text if text.endswith(("。", "？")) else f"{text}。"


@contextmanager
def click_language(language: str) -> Iterator[None]:
    """A context in which click speaks this language, "zh" or "en"."""
    if language != "zh":
        yield
        return
    originals: list[tuple[ModuleType, str, Any]] = []
    translations: dict[str, Any] = {"_": translate, "ngettext": translate_plural}
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith("click."):
            for name in translations.keys() & vars(module).keys():
                originals.append((module, name, vars(module)[name]))
                setattr(module, name, translations[name])
    formatter, click.Context.formatter_class = click.Context.formatter_class, Formatter
    try:
        yield
    finally:
        click.Context.formatter_class = formatter
        for module, name, function in originals:
            setattr(module, name, function)
