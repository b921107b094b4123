"""Files that the pages show: prose, style and the components' code."""

from functools import cache

from gruviz.paths import ASSETS


@cache
def asset(name: str) -> str:
    """Text of a file in assets."""
    return (ASSETS / name).read_text(encoding="utf-8")


@cache
def component_source(name: str) -> tuple[str, str | None]:
    """JavaScript and style of a component: components/<name>.js, or all files of components/<name>/ as one."""
    folder = ASSETS / "components" / name
    if not folder.is_dir():
        return asset(f"components/{name}.js"), None
    scripts = [asset(f"components/{name}/{file.name}") for file in sorted(folder.glob("*.js"))]
    return "\n".join(scripts), asset(f"components/{name}/style.css")


@cache
def prose(page: str) -> dict[str, str]:
    """A page's Markdown in assets/text by section; a section begins with a line "<!-- name -->"."""
    parts = asset(f"text/{page}.md").split("<!-- ")[1:]
    return {name: body.strip() for name, body in (part.split(" -->", 1) for part in parts)}
