"""YAML whose every value knows the line it stands on, so that an error can point at it."""

from __future__ import annotations

from dataclasses import dataclass

import yaml

from bookkit.errors import ToldError

QUOTES = "Cure: put text that holds ': ' or ' #', or begins with * & [ { > | % @ or `, in quotes."


class YamlError(ToldError):
    """Text that is no YAML.

    Parameters
    ----------
    line
        Line of the source file, from 1.
    message
        What is wrong and the cure.
    """

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Located:
    """One YAML value and where it stands.

    Parameters
    ----------
    value
        A scalar, a list of located values, or a dict of located values.
    raw
        A scalar as written (`2.10` stays "2.10"), None for a list or a dict.
    line
        Line of the source file, from 1.
    """

    value: object
    raw: str | None
    line: int

    @property
    def mapping(self) -> dict[str, Located] | None:
        """The value if it is a mapping, else None."""
        return self.value if isinstance(self.value, dict) else None

    @property
    def sequence(self) -> list[Located] | None:
        """The value if it is a list, else None."""
        return self.value if isinstance(self.value, list) else None


def read_yaml(text: str, first_line: int) -> Located | None:
    """Read one YAML document.

    Parameters
    ----------
    text
        The YAML.
    first_line
        Line of the source file on which `text` begins, from 1.

    Returns
    -------
    Located or None
        None when there is nothing but blanks and comments.

    Raises
    ------
    YamlError
        When the text is no YAML, or a mapping has a key twice.
    """
    loader = yaml.SafeLoader(text)
    try:
        root = loader.get_single_node()
        return None if root is None else _locate(loader, root, first_line)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = first_line + (mark.line if mark else 0)
        raise YamlError(line, f"this is no YAML: {error.problem}. {QUOTES}") from error
    except yaml.YAMLError as error:
        raise YamlError(first_line, f"this is no YAML: {error}. {QUOTES}") from error
    finally:
        loader.dispose()


def _locate(loader: yaml.SafeLoader, node: yaml.Node, first_line: int) -> Located:
    line = first_line + node.start_mark.line
    if isinstance(node, yaml.SequenceNode):
        return Located([_locate(loader, child, first_line) for child in node.value], None, line)
    if isinstance(node, yaml.MappingNode):
        found: dict[str, Located] = {}
        for key, child in node.value:
            name = str(key.value)
            if name in found:
                raise YamlError(
                    first_line + key.start_mark.line, f"the key `{name}` stands here twice. Cure: keep one."
                )
            found[name] = _locate(loader, child, first_line)
        return Located(found, None, line)
    return Located(loader.construct_object(node), str(node.value), line)
