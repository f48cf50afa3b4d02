"""Which features tests show for which clause of which document: the marks `proves` and the tables PROVES of the tests, read from their text."""

import ast
from pathlib import Path

TESTS = Path(__file__).parents[1]


def proved() -> dict[str, dict[str, dict[str, set[str]]]]:
    """Give {regime: {clause: {feature: files}}}."""
    found: dict[str, dict[str, dict[str, set[str]]]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "proves(" not in text and "PROVES" not in text:
            continue
        for regime, clause, features in _said(ast.parse(text)):
            for feature in features:
                found.setdefault(regime, {}).setdefault(clause, {}).setdefault(feature, set()).add(path.name)
    return found


def _said(tree: ast.Module):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.proves":
            regime, clauses, *features = (ast.literal_eval(each) for each in node.args)
            for clause in clauses.split("、"):
                yield regime, clause, features
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "PROVES":
            for regime, clauses in ast.literal_eval(node.value).items():
                for clause, features in clauses.items():
                    yield regime, clause, features


def written(order: dict[str, list[str]]) -> str:
    """Write what is proved as the file duban/regimes/proofs.yaml; `order` has the clauses of each document in order."""
    lines = [
        "# Written by scripts/prove_clauses from the marks of the tests: which features they show for which clause."
    ]
    found = proved()
    for regime in sorted(found):
        lines.append(f"{regime}:")
        for clause in sorted(found[regime], key=order[regime].index):
            lines.append(f'  "{clause}": [{", ".join(sorted(found[regime][clause]))}]')
    return "\n".join(lines) + "\n"
