"""What the import contracts can't see, found in syntax trees. Each check returns the lines that are wrong."""

from __future__ import annotations

import ast
from collections.abc import Iterator

WRITES = {"create", "bulk_create", "update", "bulk_update", "delete", "get_or_create", "update_or_create"}


def state_writes(tree: ast.AST) -> list[int]:
    """Assignments to a `.state`, `setattr(x, "state", …)` and `update(state=…)`."""
    return [node.lineno for node in ast.walk(tree) if _writes_state(node)]


def _writes_state(node: ast.AST) -> bool:
    match node:
        case ast.Assign(targets=targets):
            return any(_is_state(part) for target in targets for part in ast.walk(target))
        case ast.AnnAssign(target=target) | ast.AugAssign(target=target):
            return _is_state(target)
        case ast.Call(func=ast.Name("setattr"), args=[_, ast.Constant("state"), *_]):
            return True
        case ast.Call(func=ast.Attribute(attr="update"), keywords=keywords):
            return any(keyword.arg == "state" for keyword in keywords)
    return False


def _is_state(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and node.attr == "state" and isinstance(node.ctx, ast.Store)


def table_writes(tree: ast.AST) -> list[int]:
    """Rows written: `X.objects…create/update/delete(…)` however long the chain, and `save(update_fields=…)`."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Attribute(value=chain, attr=name)) if name in WRITES and _asks_table(
                chain
            ):
                found.append(node.lineno)
            case ast.Call(func=ast.Attribute(attr="save"), keywords=keywords):
                if any(keyword.arg == "update_fields" for keyword in keywords):
                    found.append(node.lineno)
    return found


def table_reads(tree: ast.AST) -> list[int]:
    """Every use of a table's `.objects`."""
    return [
        node.lineno for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr == "objects"
    ]


def _asks_table(chain: ast.AST) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == "objects" for node in _receivers(chain))


def _receivers(node: ast.AST) -> Iterator[ast.AST]:
    """What stands left of a dot: `a.b(c).d` gives `a.b(c)`, `a.b`, `a`, and never the argument `c`."""
    while True:
        yield node
        if isinstance(node, ast.Call):
            node = node.func
        elif isinstance(node, ast.Attribute | ast.Subscript):
            node = node.value
        else:
            return


def project_imports(tree: ast.AST, allowed: str = "huiyin.kernel") -> list[int]:
    """Imports from the program itself, `allowed` excepted."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names):
                modules = [name.name for name in names]
            case ast.ImportFrom(module=module, level=level):
                modules = [("huiyin." if level else "") + (module or "")]
            case _:
                continue
        if any(name.split(".")[0] == "huiyin" and not name.startswith(allowed) for name in modules):
            found.append(node.lineno)
    return found


def names_used(tree: ast.AST, name: str) -> list[int]:
    """Lines that import a name, or use it as a name or behind a dot."""
    found = []
    for node in ast.walk(tree):
        match node:
            case ast.ImportFrom(names=names) if any(one.name == name for one in names):
                found.append(node.lineno)
            case ast.Name(id=used) | ast.Attribute(attr=used) if used == name:
                found.append(node.lineno)
    return found
