"""The contract "doors" of import-linter: a room is entered by its door alone.

Whoever stands in another package of the root package may import the package itself
(``duben.pdf``), and nothing that lies behind it (``duben.pdf.typesetter``).
"""

from __future__ import annotations

import grimp
from importlinter import Contract, ContractCheck, fields, output


class DoorsContract(Contract):
    """Kept while no module imports what lies behind the door of another room."""

    type_name = "doors"
    root = fields.StringField()

    def check(self, graph: grimp.ImportGraph, verbose: bool) -> ContractCheck:
        """Every import over a door, as (importer, imported)."""
        broken = sorted(
            (importer, imported)
            for importer in graph.modules
            for imported in graph.find_modules_directly_imported_by(importer)
            if self._behind(imported) and self._room(imported) != self._room(importer)
        )
        return ContractCheck(kept=not broken, metadata={"broken": broken})

    def render_broken_contract(self, check: ContractCheck) -> None:
        """A line for each import over a door."""
        for importer, imported in check.metadata["broken"]:
            door = f"{self.root}.{self._room(imported)}"
            output.print_error(
                f"{importer} imports {imported}: take it from {door}, if its layer is a lower one"
            )

    def _parts(self, module: str) -> list[str]:
        return module.removeprefix(f"{self.root}.").split(".")

    def _room(self, module: str) -> str:
        return self._parts(module)[0]

    def _behind(self, module: str) -> bool:
        return module.startswith(f"{self.root}.") and len(self._parts(module)) > 1
