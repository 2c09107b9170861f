"""What a model consists of."""

from __future__ import annotations

import ctypes
from typing import Optional, Union

from weightkin import _declarations as c
from weightkin._copy import encoded
from weightkin._handle import Handle, Rows, held, made, position_of, text_options
from weightkin._progress import Told
from weightkin.model import Model
from weightkin.records import ComponentInfo, InventoryEntry, TensorInfo


class Inventory(Handle):
    """Components, and what each tensor is. Keeps its model's memory alive."""

    _closer = "wkin_inventory_close"

    @classmethod
    def take(cls, model: Model, *, component_map: Optional[str] = None,
             threads: int = 0) -> Inventory:
        owner = held(model, Model)
        options = c.wkin_inventory_options(ctypes.sizeof(c.wkin_inventory_options),
                                           encoded(component_map), threads, 0)
        with Told():
            taken = cls(made("wkin_inventory_take", owner, ctypes.byref(options)), owner)
        taken._tensors = len(model.tensors)
        return taken

    _tensors = 0

    @property
    def components(self) -> Rows[ComponentInfo]:
        return Rows(self._ask("wkin_inventory_component_count"), lambda i: ComponentInfo._of(
            self._fill("wkin_inventory_component", c.wkin_component_info(), i), i))

    @property
    def entries(self) -> Rows[InventoryEntry]:
        """One for each tensor of the model, in its order."""
        return Rows(self._tensors, self.entry)

    def entry(self, tensor: Union[int, TensorInfo]) -> InventoryEntry:
        index = position_of(tensor)
        return InventoryEntry._of(
            self._fill("wkin_inventory_tensor", c.wkin_inventory_entry(), index), index)

    def json(self) -> str:
        """The inspection by docs/inspect.schema.json."""
        return self._text("wkin_inventory_json")

    def text(self, *, colour: bool = False, tensors: bool = False, blocks: bool = False,
             width: int = 0) -> str:
        """The inspection for people, wrapped to `width` columns (0: 110); with ANSI colours, a line per
        tensor, bars of Unicode blocks."""
        return self._text("wkin_inventory_text_with", text_options(colour, tensors, blocks, width))
