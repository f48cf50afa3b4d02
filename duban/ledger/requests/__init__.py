"""Acts that take effect by signatures (报批), one module each: a module that is here is entered, and nothing else has to name it."""

from importlib import import_module
from pkgutil import iter_modules

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
