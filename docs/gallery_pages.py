"""Runs the gallery while the documentation is built: each example becomes a page with its figure and its code.

An example is a file in docs/examples named for the figure that it makes. Its docstring is the page's title and its last
line the figure. Nothing is fetched: the pages share the plotly.js of the installed plotly package.
"""

import ast
from html import escape
from pathlib import Path

import plotly.graph_objects as go
from plotly.offline import get_plotlyjs
from sphinx.application import Sphinx

from gruviz import figures

HERE = Path(__file__).parent
EXAMPLES, PAGES = HERE / "examples", HERE / "gallery"
FAMILIES = {
    "gradients": "Where a gradient goes",
    "training": "What training does",
    "maps": "Where a cell can learn",
    "comparison": "Cells held against each other",
    "applications": "What trained models answer",
    "diagnosis": "A network of your own, judged",
    "lesson": "Figures of the lesson",
}
"""Folders of `gruviz.figures`, in the order of the gallery."""


def run_example(path: Path) -> go.Figure:
    """The figure that an example ends with; what it raises is raised."""
    tree = ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
    last = tree.body.pop()
    assert isinstance(last, ast.Expr), f"{path.name} does not end with a figure"
    names: dict[str, object] = {}
    exec(compile(tree, str(path), "exec"), names)
    figure = eval(compile(ast.Expression(last.value), str(path), "eval"), names)
    assert isinstance(figure, go.Figure), f"{path.name} does not end with a figure"
    return figure


def title_of(path: Path) -> str:
    """First sentence of an example's docstring."""
    return (ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or path.stem).rstrip(".")


def page_of(path: Path) -> str:
    """Markdown of an example's page."""
    figure = run_example(path)
    finding, summary = figure.layout.title.text, figure.layout.meta["summary"]
    figure.update_layout(title=None)  # it would be cut off: the page is narrower than a notebook
    drawn = figure.to_html(full_html=False, include_plotlyjs=False, config={"displaylogo": False})
    code = path.read_text(encoding="utf-8").split('"""\n\n', 1)[1]
    return f"""# {title_of(path)}

```{{raw}} html
<script src="../_static/plotly.min.js"></script>
<div role="figure" aria-label="{escape(summary)}">{drawn}</div>
```

**{finding}.** {summary}

```python
{code}```

```{{eval-rst}}
.. autofunction:: gruviz.figures.{path.stem}
   :no-index:
```
"""


def index_of(paths: list[Path]) -> str:
    """Markdown of the gallery's first page: the examples by the folder that their figure stands in."""
    lines = ["# Gallery", "", "Every public figure with the lines that make it, run when this site was built.", ""]
    for family, heading in FAMILIES.items():
        here = [path for path in paths if getattr(figures, path.stem).__module__.split(".")[2] == family]
        lines += [f"## {heading}", "", "```{toctree}", ":maxdepth: 1", "", *(path.stem for path in here), "```", ""]
    return "\n".join(lines)


def write_pages(app: Sphinx) -> None:
    """Run every example and write its page."""
    PAGES.mkdir(exist_ok=True)
    for old in PAGES.glob("*.md"):
        old.unlink()
    paths = sorted(EXAMPLES.glob("*.py"))
    for path in paths:
        (PAGES / f"{path.stem}.md").write_text(page_of(path), encoding="utf-8")
    (PAGES / "index.md").write_text(index_of(paths), encoding="utf-8")


def write_plotly(app: Sphinx, error: Exception | None) -> None:
    """Put the installed plotly.js beside the pages."""
    if error is None:
        (Path(app.outdir) / "_static" / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8")


def setup(app: Sphinx) -> None:
    """Called by Sphinx."""
    app.connect("builder-inited", write_pages)
    app.connect("build-finished", write_plotly)
