"""What is known of the boxes of a paragraph, and what is put into the boxes of its lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from duben.composer.weasyprint.faces import Face
from duben.composer.weasyprint.glyphs import Shape

if TYPE_CHECKING:
    from duben.composer.weasyprint.ruby import RubyPair


@dataclass(slots=True)
class BoxNode:
    """A box of a paragraph with the leaves (text, pictures, empty boxes) and the characters inside
    it.
    """

    box: Any
    path: tuple[int, ...]
    first: int  # its first leaf
    after: int = 0  # the leaf after its last
    start: int = 0  # its first character
    end: int = 0
    children: list[BoxNode] = field(default_factory=list)
    shape: Shape | None = None
    face: Face | None = None
    bytes: list[int] | None = None  # where each character begins in UTF-8; only if the text is cut
    content: Any = None  # the children or the text of the box when it was read
    ruby: list[RubyPair] = field(default_factory=list)  # of a ruby container
    annotation: bool = False  # a ruby text: it has no characters in the line
    beyond: tuple[float, float] = (
        0.0,
        0.0,
    )  # how much ruby stands over and under its characters, in px


class ComposedText:
    """A part of a composed line, in the place where WeasyPrint keeps the Pango layout of a text
    box.
    """

    __slots__ = (
        "text",
        "node",
        "start",
        "steps",
        "trim",
        "places",
        "hyphen",
        "first_line_direction",
        "justification_spacing",
        "max_width",
    )

    def __init__(
        self,
        text: str,
        node: BoxNode,
        start: int,
        steps: list[float],
        trim: float,
        max_width: float,
    ) -> None:
        self.text, self.node, self.start, self.steps, self.trim = text, node, start, steps, trim
        self.places: list[float] | None = (
            None  # of the characters, if they do not stand in their order
        )
        self.hyphen: Shape | None = None  # what stands behind them
        self.first_line_direction = self.justification_spacing = 0
        self.max_width = max_width  # only needed for an ellipsis

    def __getattr__(self, name: str) -> Any:
        face = object.__getattribute__(self, "node").face
        try:
            return face.decorations[name]
        except KeyError:
            raise AttributeError(name) from None

    def deactivate(self) -> None:
        """Nothing is held that must be freed."""

    def reactivate(self, style: Any) -> None:
        """Nothing was freed."""
