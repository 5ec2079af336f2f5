"""The patches of WeasyPrint: the only part of the project that reaches into it, and the table of
what they replace there.

WeasyPrint asks ``split_inline_box`` for the content of each line of a paragraph. For a paragraph
with Chinese text the answer comes from here: the text of all its boxes is shaped once (``faces``),
read with its properties (``paragraphs``, ``cascade``) and broken as a whole, each line is made of
copies of its boxes (``filling``) and drawn glyph by glyph (``drawing``), so that links, notes,
anchors, tags and pages stay WeasyPrint's affair. What a page costs beside its text is remembered
from page to page (``pages``).
"""

from __future__ import annotations

import hashlib
import inspect
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pydyf
import weasyprint

from duben.composer.properties import TRIM_FIELDS
from duben.composer.rules import Options

VERSION = "70.0"


class VersionError(Exception):
    """WeasyPrint is another than the one whose insides are known here."""


def _check_version() -> None:
    if weasyprint.__version__ != VERSION:
        raise VersionError(f"the composer knows WeasyPrint {VERSION}, not {weasyprint.__version__}")


# Before the imports that another WeasyPrint may not be able to satisfy.
_check_version()

from weasyprint import anchors, css, document, draw, layout, matrix, pdf, stacking  # noqa: E402
from weasyprint.css import StyleFor, functions, tokens  # noqa: E402
from weasyprint.css.validation import expanders  # noqa: E402
from weasyprint.document import Document  # noqa: E402
from weasyprint.draw import (  # noqa: E402
    border,
    color,
    text as draw_text,  # noqa: E402
)
from weasyprint.formatting_structure import boxes  # noqa: E402
from weasyprint.layout import (  # noqa: E402
    absolute,
    background,
    block,
    column,
    float as floats,  # noqa: E402
    grid,
    inline,
    page,
    percent,
    preferred,
    table,
)
from weasyprint.pdf import (
    fonts as pdf_fonts,  # noqa: E402
    stream,  # noqa: E402
)
from weasyprint.text import (
    fonts as text_fonts,  # noqa: E402
    line_break,  # noqa: E402
)

from duben.composer.weasyprint import (  # noqa: E402
    blocks,
    cascade,
    drawing,
    filling,
    fontfiles,
    markers,
    pages,
    parts,
    percentages,
    styles,
    tables,
    whole,
)


@dataclass(frozen=True, slots=True)
class Replacement:
    """A function of WeasyPrint that is replaced, the places where it is looked up, and the sha256
    of its source.
    """

    home: Any
    name: str
    places: tuple[Any, ...]
    ours: Any
    fingerprint: str


REPLACEMENTS = (
    Replacement(
        inline,
        "split_inline_box",
        (inline,),
        filling.split_inline_box,
        "3a0cb7ca7e34c7ef0feda818cdb8fea64b7a8332ccf83e12506289534f6faeae",
    ),
    Replacement(
        inline,
        "iter_line_boxes",
        (block,),
        whole.iter_line_boxes,
        "04aec48abfcad809bc94c54eeba0e23a389e824cec85fe67bc1b21412d29dc3a",
    ),
    Replacement(
        block,
        "relative_positioning",
        (block,),
        whole.relative_positioning,
        "191f72f8534a5dfae412903219b005539cd9384b2f9d579afb4f121a2592f60f",
    ),
    Replacement(
        draw,
        "draw_block_level",
        (draw,),
        drawing.draw_block_level,
        "3de9ec3ad4aaad3c11a93368dc0b5767740a425c5b46195b3e6f7cf3f8ce648d",
    ),
    Replacement(
        draw,
        "draw_inline_level",
        (draw,),
        drawing.draw_inline_level,
        "068162a401d00efd3bc23a37df12a1c743cd8958cdbf4f03960a777760b1e01c",
    ),
    Replacement(
        border,
        "draw_border",
        (draw,),
        drawing.draw_border,
        "8ba918f30893929f061678e6625703977bda5bdcdbb5c708d69898760371f0ab",
    ),
    Replacement(
        border,
        "draw_outline",
        (border, draw),
        drawing.draw_outline,
        "c98afcef4e21d30189fd4d81c4d4ff713394bfe4b8d662b0441a882e1521def2",
    ),
    Replacement(
        inline,
        "skip_first_whitespace",
        (inline,),
        filling.skip_first_whitespace,
        "deb2f1a5e2a6c0359db3bffb45a8a14d273ee0ec1454045b64e737d39e791192",
    ),
    Replacement(
        inline,
        "justify_line",
        (inline,),
        filling.justify_line,
        "f83b21ff8793ba6b6dfc5fe8e10e4ab6cd6e02b17de02da97200902166148a81",
    ),
    Replacement(
        preferred,
        "inline_min_content_width",
        (preferred, inline),
        filling.inline_min_content_width,
        "15cde37816a624cf7ef75b91dce9cc62a9cf7238eb8cf13c0bbec031f20323d9",
    ),
    Replacement(
        preferred,
        "inline_max_content_width",
        (preferred,),
        filling.inline_max_content_width,
        "6860df1a22c6d6a72674e4e9aef07c98403cb71f29e5c54f019236a2f43db8a4",
    ),
    Replacement(
        draw_text,
        "draw_first_line",
        (draw_text,),
        drawing.draw_first_line,
        "1bb8eae6d88e71b17096a034656f3be17da8f1f513c78536c1c38d971927638b",
    ),
    Replacement(
        weasyprint.HTML,
        "_ua_stylesheets",
        (weasyprint.HTML,),
        cascade.ua_stylesheets,
        "4fadfde9d15075b22dcfa409ec8a03af0aa1097d695be59b680017cf1bf94fe2",
    ),
    Replacement(
        percent,
        "resolve_percentages",
        (percent, absolute, block, column, floats, grid, inline, page, table),
        percentages.resolve_percentages,
        "71673078096fcf8764e6412933288cc79ba956eae0d939deda27beaeac45acad",
    ),
    Replacement(
        page,
        "set_page_type_computed_styles",
        (page,),
        pages.set_page_type_computed_styles,
        "4e68b396b35c4a0640453f413be69acdc81a82b37e0f806fd00999c937a126bb",
    ),
    Replacement(
        StyleFor,
        "set_computed_styles",
        (StyleFor,),
        styles.set_computed_styles,
        "b5b15856b8beff3f49e20ac0309d7b45fb2a5192d826dd65e05b3009b8285c46",
    ),
    Replacement(
        StyleFor,
        "__init__",
        (StyleFor,),
        styles.init,
        "b1e725a7552502aa00f0bc07aec79c1aa49365b107a889085161f8d6a4c4a836",
    ),
    Replacement(
        css,
        "find_style_attributes",
        (css,),
        styles.find_style_attributes,
        "c5b4eb4d3c008b0748719348b33b4bf1e0cf7f90d282954719b1b14611978eb4",
    ),
    Replacement(
        page,
        "make_margin_boxes",
        (layout,),
        pages.make_margin_boxes,
        "4a2d2e301eb3bc47c2812d1502d4d6ce3b65922a76e69fb45c11a5ae353198a7",
    ),
    Replacement(
        layout,
        "initialize_page_maker",
        (layout,),
        pages.initialize_page_maker,
        "5bb3c878d722af539b86e32f76d5471daa0ce18b88604e7d42404f6e4d5419e8",
    ),
    Replacement(
        page,
        "remake_page",
        (page,),
        pages.remake_page,
        "1ff09b2dffa17839c03aec1150866068066c43e76a5cace0ea298e68909c6d31",
    ),
    Replacement(
        layout,
        "layout_fixed_boxes",
        (layout,),
        pages.layout_fixed_boxes,
        "5c62b9c0838af971067953b7c6b2d32c1556d2f020f57ff867738064534d7b33",
    ),
    Replacement(
        boxes.ParentBox,
        "_reset_spacing",
        (boxes.ParentBox,),
        pages.reset_spacing,
        "3967c7266e5237a96e2967a0527594e07426ef0873e8ee0ad802457f1866755f",
    ),
    Replacement(
        boxes.Box,
        "is_in_normal_flow",
        (boxes.Box,),
        pages.is_in_normal_flow,
        "5f49d6ab23da7e51003ce68f78e8cb04629e9c2edbf51f77ffa8acd7098e0368",
    ),
    Replacement(
        boxes.Box,
        "establishes_formatting_context",
        (boxes.Box,),
        pages.establishes_formatting_context,
        "2eafc1fb385569d6efd14e255efd0e1a577438983bc8bc5be2b85fd016ae5ace",
    ),
    Replacement(
        boxes.ParentBox,
        "page_values",
        (boxes.ParentBox,),
        pages.page_values,
        "9bcfda076d1961e69bd5318c361da815e589a2b0316bc074f04414082dc6a564",
    ),
    Replacement(
        background,
        "layout_box_backgrounds",
        (background,),
        pages.layout_box_backgrounds,
        "617a870678c82755762bbf53eecd2a871214b00246b2abf8f3a9a1524695f68a",
    ),
    Replacement(
        stacking,
        "_dispatch_children",
        (stacking,),
        markers.dispatch_children,
        "664961378e41dc05db7d4e9c0051dec25be8abd7311d50c6ea8fbf8173d7a122",
    ),
    Replacement(
        pdf_fonts.Font,
        "_harfbuzz_subset",
        (pdf_fonts.Font,),
        fontfiles.harfbuzz_subset_of,
        "f80805663ede8080a3e1ffff831e20c74bd25fa3b8e4410334ba807158dc685f",
    ),
    Replacement(
        pdf_fonts,
        "build_fonts_dictionary",
        (pdf_fonts, pdf),
        fontfiles.build_fonts_dictionary,
        "fc551bef35d0d6c3d288f686fd21b5ea8c1efadb8f2f3b4d379cfa6045c02230",
    ),
    Replacement(
        floats,
        "avoid_collisions",
        (floats, inline),
        pages.avoid_collisions,
        "5fc7793c573af328ffa88757d08f1641b19832805a1e48aa8b8204530c477e5d",
    ),
    Replacement(
        block,
        "_linebox_layout",
        (block,),
        pages.linebox_layout,
        "e07bbe000974787ee370be1f419a01a21b327a1a1e3025a65afd47589060883d",
    ),
    Replacement(
        table,
        "table_layout",
        (block,),
        tables.table_layout,
        "6594fa40743fbc0bd49b2ba12682897bfa86b75b7f6f1e395d8ba947b0641376",
    ),
    Replacement(
        block,
        "block_level_layout",
        (block,),
        blocks.block_level_layout,
        "c1301dde9284e24519ee0432b508d6cd79768018d2564d4066f0fdf103982dd6",
    ),
    Replacement(
        block,
        "collapse_margin",
        (block,),
        blocks.collapse_margin,
        "c91ad56f81717b09e3a76bb59ab5799feeb449e3a263f039a6a6df4853e33334",
    ),
    Replacement(
        block,
        "block_level_page_break",
        (block, table),
        pages.block_level_page_break,
        "4c36f807aa76498f38889123643841888444796a348d11a3bb8bbdff53a78c10",
    ),
    Replacement(
        anchors,
        "gather_anchors",
        (anchors, document),
        pages.gather_anchors,
        "373f8c676f27da3b0960998876d78d01eef0b5ff0a0b0c48bfc7a9a89627bbfd",
    ),
    Replacement(
        matrix.Matrix,
        "transform_point",
        (matrix.Matrix,),
        pages.transform_point,
        "035c0eb80aefccf9ff90b5f96a39e973c6843dc908441cddf9c8b8b16673d24f",
    ),
    Replacement(
        weasyprint.HTML,
        "render",
        (weasyprint.HTML,),
        pages.render,
        "4e36af1660e9b64bc39e2f97983008f8d1b998825af13fe2e1f241b87b86cd91",
    ),
    Replacement(
        weasyprint.HTML,
        "write_pdf",
        (weasyprint.HTML,),
        pages.write_pdf_at_once,
        "6967f3256dcfdedce8fc22738393319d07a5ddf251cbb344fae6f7b870c74802",
    ),
    Replacement(
        Document,
        "write_pdf",
        (Document,),
        pages.write_pdf,
        "086e4a8e99981829749305f70cc00582a6c3c78e8b4eeca60afe71dc53382ae9",
    ),
    Replacement(
        pydyf.PDF,
        "page_references",
        (pydyf.PDF,),
        property(pages.page_references),
        "060bf90aad55931bc24c3575a52af9478a89916aa307e5323142663841cb7798",
    ),
    Replacement(
        pdf_fonts.Font,
        "__init__",
        (pdf_fonts.Font,),
        parts.font_init,
        "1f281166b10302a4278a04384970b91496a19b071e071a4087f77a49bc1487fe",
    ),
)
# Not replaced, but called, or counted on to call us as they do.
USED: tuple[tuple[Any, str, str], ...] = (
    (
        inline,
        "inline_block_width",
        "8df24c71e11f23d23cb7f084d04a1fe7d4bf0d6270966702db607932652ed77b",
    ),
    (
        inline,
        "get_next_linebox",
        "67af458c2545e74f0803072103c6c5d392d5e353dfdaa4f5bac5a96e20ed024d",
    ),
    (
        inline,
        "remove_last_whitespace",
        "53f0c79c9fbbda500488edce48d95e80a43243d63824606aab2b0f77916e8601",
    ),
    (inline, "text_align", "e953d41b87ccfc30405f83f6cc3c73918ef4638662794db4f834b1d788d6ed67"),
    (inline, "atomic_box", "928f0e7eed566627d436751730c57fd76769d1f316942cc1ddd70cbe82fbcd16"),
    (
        inline,
        "_out_of_flow_layout",
        "6bbd74324daf555db8b9ddcc0297970894437282fc8d6e8e076c1e9df34ed624",
    ),
    (
        inline,
        "_adjust_line_height",
        "822443b08f53654f84607568d3ea0be43ded5cda170eb5d43ea29094c8df3390",
    ),
    (draw_text, "draw_text", "ebaf96239c6ca3635d2b91bfb34718c2dcebd7809fec1c53fb8dffd1366befe3"),
    (line_break, "Layout", "681b737d1ba5e004efdc3ee409478b6b3e05ee0662142c5875b188bc9eefa698"),
    (line_break, "line_size", "03fa04fd51fc69aa128ca5312faa9a82578d88cf8549fda8d3d63a76f8eef173"),
    (line_break, "strut", "b57885b70dd08efe92f72a746709e08c576f47b90edb36f02925fefa15bb761a"),
    (
        line_break,
        "_font_style_cache_key",
        "d6b09d54b8258d5861359b1bae2533929064715f647e36902523399bd14cce46",
    ),
    (boxes, "TextBox", "7fcb818c71c2bb896fe7768810d02f408aafc23f24cb5997f7b23b0e277c085d"),
    (
        draw,
        "draw_stacking_context",
        "c5811b178bdff82e05603aa8b5abf73d04bc8fb9cb2e04bfaedbea1edef8311e",
    ),
    (stream, "Stream", "624257224db6f66d9120a8bc7aa257603f0a416cd8df58abb2d9258f5e678940"),
    (pdf, "generate_pdf", "626343ef25c396e8521948cadbe2b7544331c161040da80ed4e338fadac3efa9"),
    (pdf, "resolve_links", "f95937bb4e4f100754065a4aaab8ec8a97465dc5deeae67ce2c36ce859dde92b"),
    (pdf, "add_tags", "f0e74575b0bafaf36458eaac27874e3b80457fba3694058153da514a68933f22"),
    (boxes, "InlineLevelBox", "055566b4783610d012ea92df39b78fa54d3e1b011a19d15c6e97c619c5bdf4be"),
    (functions, "check_math", "4f8e6a21258e09ba3cdb1a650edca2751771aa4a2a5b9a37dd05945637f2e433"),
    (
        tokens,
        "get_single_keyword",
        "ae5285798e63bad8a9659283d15fad391bc28326face94e106fe2dbb778fd973",
    ),
    (
        expanders,
        "generic_expander",
        "3e2a0b8bdd42975125ba954bd879b4748452d5039ccb042c6f1b4de21281e4c4",
    ),
    (color, "get_color", "8196bf0c7ddc3e54ef94b8ec3d0fb82b5e7417f1e328b567d3aa82e1bb318910"),
    (draw_text, "draw_emojis", "766284b3b2ca12c5587576d684518154d6bcd3e43d4c18cd0d3b24ad75cd207a"),
    (boxes, "BlockBox", "c829b2b6161b1e9f51aa82ad5d32620ad593fda66930c3291c202e0c5d8ded63"),
    (boxes, "ParentBox", "2ff6abe36fdc89912256538f7a6083a1be60a3f8c651531340413444b7717c30"),
    (boxes, "Box", "ff6d62300bafef85680ce8484a8f3497a935312c2cd7063a5865b8eb2bd5d368"),
    (boxes, "InlineBlockBox", "6ad4a959586ed633a21c2f510686c88572e87c268fa8dffbc2be5362cebabe02"),
    (
        css,
        "declaration_precedence",
        "510a33df7059e75341fc253e983c7d8a60329ec925eda9abafbc3394e72567bf",
    ),
    (percent, "percentage", "ebe404ccd9da50bfc1cd147b8378c34ae1ca6b4ce38a97c0acca923116fcf0d9"),
    (
        percent,
        "resolve_one_percentage",
        "4cfaa9ad134e4f7bd8b61c7a6eba56678898545eb8c02f663f29c12a3aa16d54",
    ),
    (
        text_fonts,
        "get_pango_font_hb_face",
        "a6ef5e59ed1375f2ea09bc0abc4b9a1d9d45fb27289279ead5e07735bd6329d3",
    ),
    (
        draw_text,
        "draw_text_decoration",
        "2ddf203897c2f259974b5f8edad6b9da9962d8725a288bc4558af5f80c47662a",
    ),
    (css, "ComputedStyle", "4ff0512c0af12674b13e48f340df75722c65089b78feaa4ccb0295b0a60c0af6"),
    (boxes, "InlineBox", "4feae895b84040929476eca0a6be783aa33598ca758c26ddcb4d81a77efe7e96"),
    (boxes, "InlineFlexBox", "03e3a67719bc423256b5afcda5b9124c426de7dee78480233c189162007f6c87"),
    (boxes, "InlineGridBox", "54b37c40bf8df1c29d4d8e0c02b18efa6e55690316c6b02d771280cbd25fc2da"),
    (
        boxes,
        "InlineReplacedBox",
        "38bc51e94caaf8966a874aebf1551bed4b599b85e6339730a4ae667f67eb3843",
    ),
    (boxes, "LineBox", "1a068a4d0ed800f84db2f6be1aada001d27cdfbd387dd170df54c696b9642cf1"),
    (
        absolute,
        "AbsolutePlaceholder",
        "336e26c56311f1051105da84865f88b49213503068d3f8133810805a3597a6f8",
    ),
    (
        absolute,
        "absolute_layout",
        "303de9ffbec7fba8ef4e3ce8b8feb344004db69981e96015a70434b3543d3dbb",
    ),
    (
        inline,
        "split_inline_level",
        "d98c008c8fc005828a5b04864ed3638ab9bb241f27245050e244869c90c490a3",
    ),
    (
        inline,
        "inline_box_verticality",
        "5c7109868242013b48bc54e1f0994109d3c08202de89fa147b419db9f767ad74",
    ),
    (
        inline,
        "is_phantom_linebox",
        "20b14d5418771dc1c28ac5cbe25c529965513782d13caa2069a920c6d691426a",
    ),
    (block, "block_box_layout", "a6279066e3d9ff7d2efe70280d14eddd38bfbfa3f132ebf76011ecc8f4ca5a22"),
    (
        block,
        "block_container_layout",
        "65842ca53a8391ebad539e7ff642eec2f429e981df4396590c37c7b0a0e524dc",
    ),
    (
        block,
        "block_level_width",
        "f1668591a4219143c5cbdca06d1c25e790a3083b2b555975112a5609033ee280",
    ),
    (
        block,
        "_add_break_values",
        "547eb148b813c00650532335bcf3bd602ee86fb028a70efbed77009ee58f6825",
    ),
    (
        block,
        "remove_placeholders",
        "ce16d97a1caacea0b8d73e44a1b54b768e0c76c6d58d4c414e5f10e77859bd08",
    ),
    (layout, "LayoutContext", "211f859ff4e2d663a49c6536de3718fdcbdee69830752a27ec6d44779012b933"),
    (preferred, "adjust", "20ef5faa8188ca2c64eb0fcf655ced33d34c00ef1ff01a9dc64ac9e8b601b889"),
    (stacking, "_dispatch", "003563d2565b4d30d733f7393bd297c677715c3d1139eeecd1596e8eeb2e130c"),
    (
        stacking,
        "StackingContext",
        "ec586508cac976848dc4961264b01aeb708060d3af5bf17e00569f35f8ef246b",
    ),
    (matrix, "Matrix", "312bf3b1eee91a0ac0989789adfdc5f78ee51f2e11384b49bbf68ebe77cda25c"),
    (boxes, "TableRowGroupBox", "aff92804f7828117a48188e1b626bb86755c59d142a2b32db3b2ebe25569d9e4"),
    (boxes, "TableRowBox", "466b7b5d2530c604560ba9c1a063003bb321f9d2f1098f88032533b35fa48225"),
    (boxes, "TableCellBox", "54bfd79b15e0463d4421ad8314f7af3835c78e14c40a258fec4e5967c241d006"),
    (boxes, "FootnoteAreaBox", "44d2d15f921a53509f9efd5c94c26aa3597de64fbea065cbafe243e887721533"),
    (boxes, "MarginBox", "79a17d1578a5dbfea658d805985809404bbc3016e1cdb49af340aff31bbf9971"),
    (
        text_fonts,
        "FontConfiguration",
        "c9caaf607dac068cca53806aa971f479a6cc809af0430242f536bce29bdabf28",
    ),
    (
        text_fonts,
        "get_hb_object_data",
        "03040a623df04c2b5fe464037e14b07fe430fd1ec43602abf955fdf3fbe77ea6",
    ),
    (
        text_fonts,
        "get_pango_font_key",
        "74cbeff1fac3860c10cb92317efc5f286578eac065518f168e9a69478c08c9b3",
    ),
    (
        line_break,
        "get_log_attrs",
        "65c1a1c4fa75ee95975fa01db9055b519bfcc205d3f70a3c4e81a906b8fbb429",
    ),
)

# The sha256 of all files that have functions which are replaced, as they were published: where it
# holds, so do the fingerprints of these functions, and reading a file takes a hundredth of looking
# for functions in it.
PUBLISHED = "42678a65a22ae79f55e757e596b3169ecae59c6d9f5c69e9bb52a2403f8a44b4"

_originals: dict[Replacement, Callable[..., Any]] = {}


def fingerprint(function: Callable[..., Any]) -> str:
    """The sha256 of the source of a function."""
    return hashlib.sha256(inspect.getsource(_function(function)).encode()).hexdigest()


def _function(found: Any) -> Any:
    return found.fget if isinstance(found, property) else found


def files_digest() -> str:
    """The sha256 of the files from which the functions come that are replaced; nothing is replaced
    yet.
    """
    files = {_function(getattr(row.home, row.name)).__code__.co_filename for row in REPLACEMENTS}
    digest = hashlib.sha256()
    for name in sorted(files, key=lambda name: name.split(os.sep)[-3:]):
        with open(name, "rb") as file:
            digest.update(file.read())
    return digest.hexdigest()


def _published() -> bool:
    """Whether the functions that are replaced are surely those of the published WeasyPrint."""
    try:
        return files_digest() == PUBLISHED
    except (OSError, AttributeError):  # in an archive, or replaced by somebody else
        return False


def changed() -> Iterator[str]:
    """The parts of WeasyPrint whose source is not the one that is known here."""
    for row in REPLACEMENTS:
        if fingerprint(_originals.get(row) or getattr(row.home, row.name)) != row.fingerprint:
            yield f"{row.home.__name__}.{row.name}"
    for module, name, known in USED:
        if fingerprint(getattr(module, name)) != known:
            yield f"{module.__name__}.{name}"


def install(options: Options | None = None, **settings: Any) -> None:
    """Let all WeasyPrint documents of this process be set by the composer; again: with other
    options.

    ``settings`` are fields of ``Options``: ``install(level="normal")``. They hold where a document
    says nothing, that is, where the property that asks for the same is ``auto`` or, for
    ``text-spacing-trim``, is not given.
    """
    defaults = options or Options(**settings)
    trims_given = options is not None or not TRIM_FIELDS.isdisjoint(settings)
    if not _originals:
        _check_version()
        if not _published() and (
            others := [
                row.name
                for row in REPLACEMENTS
                if fingerprint(getattr(row.home, row.name)) != row.fingerprint
            ]
        ):
            raise VersionError(
                f"this WeasyPrint {VERSION} is not the published one: {', '.join(others)} differ"
            )
        for row in REPLACEMENTS:
            _originals[row] = getattr(row.home, row.name)
            for place in row.places:
                setattr(place, row.name, row.ours)
        cascade.enter()
        parts.enter()
    cascade.set_defaults(defaults, trims_given)


def uninstall() -> None:
    """Give WeasyPrint its own functions and tables back."""
    if not _originals:
        return
    for row, original in _originals.items():
        for place in row.places:
            setattr(place, row.name, original)
    _originals.clear()
    cascade.leave()
    parts.leave()
