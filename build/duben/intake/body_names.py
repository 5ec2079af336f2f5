"""The names of bodies (机关), as heads and signatures of documents have them."""

from __future__ import annotations

MOST_BODIES = 12  # that issue a document together
# How the names of bodies end; asked for where the date stands before the name, as elsewhere only a
# body's name could.
BODIES = (
    *"院部委厅廳局办辦会會府署司处處室科股组組社行校所站",
    *["中心", "集团", "集團", "支部", "总支", "總支", "大队", "大隊", "支队", "支隊", "街道"],
)
