"""The fingerprints of all functions and classes of WeasyPrint 70.0 that are replaced, called, or
counted on to call us as they do: by module and name the first 32 digits of the sha256 of the
source.

Where a test says that one has changed, read the difference first, then write its new fingerprint.
"""

from __future__ import annotations

FINGERPRINTS = {
    "weasyprint": {
        "HTML._ua_stylesheets": "4fadfde9d15075b22dcfa409ec8a03af",
        "HTML.render": "4e36af1660e9b64bc39e2f97983008f8",
        "HTML.write_pdf": "6967f3256dcfdedce8fc22738393319d",
    },
    "weasyprint.css": {
        "ComputedStyle": "4ff0512c0af12674b13e48f340df7572",
        "StyleFor.__init__": "b1e725a7552502aa00f0bc07aec79c1a",
        "StyleFor.set_computed_styles": "b5b15856b8beff3f49e20ac0309d7b45",
        "declaration_precedence": "510a33df7059e75341fc253e983c7d8a",
        "find_style_attributes": "c5b4eb4d3c008b0748719348b33b4bf1",
    },
    "weasyprint.css.functions": {
        "check_math": "4f8e6a21258e09ba3cdb1a650edca275",
    },
    "weasyprint.css.tokens": {
        "get_single_keyword": "ae5285798e63bad8a9659283d15fad39",
    },
    "weasyprint.css.validation.expanders": {
        "generic_expander": "3e2a0b8bdd42975125ba954bd879b474",
    },
    "weasyprint.document": {
        "Document.write_pdf": "086e4a8e99981829749305f70cc00582",
    },
    "weasyprint.draw": {
        "draw_block_level": "3de9ec3ad4aaad3c11a93368dc0b5767",
        "draw_inline_level": "068162a401d00efd3bc23a37df12a1c7",
        "draw_stacking_context": "c5811b178bdff82e05603aa8b5abf73d",
    },
    "weasyprint.draw.border": {
        "draw_outline": "c98afcef4e21d30189fd4d81c4d4ff71",
    },
    "weasyprint.draw.color": {
        "get_color": "8196bf0c7ddc3e54ef94b8ec3d0fb82b",
    },
    "weasyprint.draw.text": {
        "draw_emojis": "766284b3b2ca12c5587576d684518154",
        "draw_first_line": "1bb8eae6d88e71b17096a034656f3be1",
        "draw_text": "ebaf96239c6ca3635d2b91bfb34718c2",
        "draw_text_decoration": "2ddf203897c2f259974b5f8edad6b9da",
    },
    "weasyprint.formatting_structure.boxes": {
        "BlockBox": "c829b2b6161b1e9f51aa82ad5d32620a",
        "Box": "ff6d62300bafef85680ce8484a8f3497",
        "FootnoteAreaBox": "44d2d15f921a53509f9efd5c94c26aa3",
        "InlineBlockBox": "6ad4a959586ed633a21c2f510686c885",
        "InlineBox": "4feae895b84040929476eca0a6be783a",
        "InlineFlexBox": "03e3a67719bc423256b5afcda5b9124c",
        "InlineGridBox": "54b37c40bf8df1c29d4d8e0c02b18efa",
        "InlineLevelBox": "055566b4783610d012ea92df39b78fa5",
        "InlineReplacedBox": "38bc51e94caaf8966a874aebf1551bed",
        "LineBox": "1a068a4d0ed800f84db2f6be1aada001",
        "MarginBox": "79a17d1578a5dbfea658d80598580940",
        "ParentBox": "2ff6abe36fdc89912256538f7a6083a1",
        "TableCellBox": "54bfd79b15e0463d4421ad8314f7af38",
        "TableRowBox": "466b7b5d2530c604560ba9c1a063003b",
        "TableRowGroupBox": "aff92804f7828117a48188e1b626bb86",
        "TextBox": "7fcb818c71c2bb896fe7768810d02f40",
    },
    "weasyprint.layout": {
        "LayoutContext": "211f859ff4e2d663a49c6536de3718fd",
        "initialize_page_maker": "5bb3c878d722af539b86e32f76d5471d",
    },
    "weasyprint.layout.absolute": {
        "AbsolutePlaceholder": "336e26c56311f1051105da84865f88b4",
        "absolute_layout": "303de9ffbec7fba8ef4e3ce8b8feb344",
    },
    "weasyprint.layout.background": {
        "layout_box_backgrounds": "617a870678c82755762bbf53eecd2a87",
    },
    "weasyprint.layout.block": {
        "_add_break_values": "547eb148b813c00650532335bcf3bd60",
        "_linebox_layout": "e07bbe000974787ee370be1f419a01a2",
        "block_box_layout": "a6279066e3d9ff7d2efe70280d14eddd",
        "block_container_layout": "65842ca53a8391ebad539e7ff642eec2",
        "block_level_page_break": "4c36f807aa76498f3888912364384188",
        "block_level_width": "f1668591a4219143c5cbdca06d1c25e7",
        "relative_positioning": "191f72f8534a5dfae412903219b00553",
        "remove_placeholders": "ce16d97a1caacea0b8d73e44a1b54b76",
    },
    "weasyprint.layout.inline": {
        "_adjust_line_height": "822443b08f53654f84607568d3ea0be4",
        "_out_of_flow_layout": "6bbd74324daf555db8b9ddcc02979708",
        "atomic_box": "928f0e7eed566627d436751730c57fd7",
        "get_next_linebox": "67af458c2545e74f0803072103c6c5d3",
        "inline_block_width": "8df24c71e11f23d23cb7f084d04a1fe7",
        "inline_box_verticality": "5c7109868242013b48bc54e1f0994109",
        "is_phantom_linebox": "20b14d5418771dc1c28ac5cbe25c5299",
        "iter_line_boxes": "04aec48abfcad809bc94c54eeba0e23a",
        "justify_line": "f83b21ff8793ba6b6dfc5fe8e10e4ab6",
        "remove_last_whitespace": "53f0c79c9fbbda500488edce48d95e80",
        "skip_first_whitespace": "deb2f1a5e2a6c0359db3bffb45a8a14d",
        "split_inline_box": "3a0cb7ca7e34c7ef0feda818cdb8fea6",
        "split_inline_level": "d98c008c8fc005828a5b04864ed3638a",
        "text_align": "e953d41b87ccfc30405f83f6cc3c7391",
    },
    "weasyprint.layout.page": {
        "make_margin_boxes": "4a2d2e301eb3bc47c2812d1502d4d6ce",
        "remake_page": "1ff09b2dffa17839c03aec1150866068",
        "set_page_type_computed_styles": "4e68b396b35c4a0640453f413be69acd",
    },
    "weasyprint.layout.percent": {
        "percentage": "ebe404ccd9da50bfc1cd147b8378c34a",
        "resolve_one_percentage": "4cfaa9ad134e4f7bd8b61c7a6eba5667",
        "resolve_percentages": "71673078096fcf8764e6412933288cc7",
    },
    "weasyprint.layout.preferred": {
        "adjust": "20ef5faa8188ca2c64eb0fcf655ced33",
        "inline_max_content_width": "6860df1a22c6d6a72674e4e9aef07c98",
        "inline_min_content_width": "15cde37816a624cf7ef75b91dce9cc62",
    },
    "weasyprint.layout.table": {
        "table_layout": "6594fa40743fbc0bd49b2ba12682897b",
    },
    "weasyprint.matrix": {
        "Matrix": "312bf3b1eee91a0ac0989789adfdc5f7",
    },
    "weasyprint.pdf": {
        "add_tags": "f0e74575b0bafaf36458eaac27874e3b",
        "generate_pdf": "626343ef25c396e8521948cadbe2b754",
        "resolve_links": "f95937bb4e4f100754065a4aaab8ec8a",
    },
    "weasyprint.pdf.fonts": {
        "Font.__init__": "1f281166b10302a4278a04384970b914",
        "Font._harfbuzz_subset": "f80805663ede8080a3e1ffff831e20c7",
        "build_fonts_dictionary": "fc551bef35d0d6c3d288f686fd21b5ea",
    },
    "weasyprint.pdf.stream": {
        "Stream": "624257224db6f66d9120a8bc7aa25760",
    },
    "weasyprint.stacking": {
        "StackingContext": "ec586508cac976848dc4961264b01aeb",
        "_dispatch": "003563d2565b4d30d733f7393bd297c6",
        "_dispatch_children": "664961378e41dc05db7d4e9c0051dec2",
    },
    "weasyprint.text.fonts": {
        "FontConfiguration": "c9caaf607dac068cca53806aa971f479",
        "get_hb_object_data": "03040a623df04c2b5fe464037e14b07f",
        "get_pango_font_hb_face": "a6ef5e59ed1375f2ea09bc0abc4b9a1d",
        "get_pango_font_key": "74cbeff1fac3860c10cb92317efc5f28",
    },
    "weasyprint.text.line_break": {
        "Layout": "681b737d1ba5e004efdc3ee409478b6b",
        "_font_style_cache_key": "d6b09d54b8258d5861359b1bae253392",
        "get_log_attrs": "65c1a1c4fa75ee95975fa01db9055b51",
        "line_size": "03fa04fd51fc69aa128ca5312faa9a82",
        "strut": "b57885b70dd08efe92f72a746709e08c",
    },
}
# The sha256 of all files that have functions which are replaced, as they were published: where it
# holds, so do the fingerprints of these functions, and reading a file takes a hundredth of looking
# for functions in it.
PUBLISHED = "c846ca9ba9ca5e88411e94098f02a23f820181efed025d41550a67d439de70ab"
