"""A small library to look around in: stories written for this project, with their readers, over sixty days.

Everything in it belongs to accounts under `@demo.invalid`, so that one command takes it all away again.
"""

from inkstead.operations.demo.loading import demo_is_loaded, load_demo
from inkstead.operations.demo.removing import remove_demo

__all__ = ["demo_is_loaded", "load_demo", "remove_demo"]
