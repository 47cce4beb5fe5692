"""Evidence, charts and self-checks of the module *Not a Surge? NATO in Iraq and security sector reform*."""

__version__ = "0.1.0"
