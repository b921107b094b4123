"""Make the maps that the page Trainability shows at once: python -m scripts.maps [NAME …] [--kept FOLDER].

Without names, all of `gruviz.maps.presets`. It takes about an hour of one core, shared among all cores. What has been
found is kept in a folder, by default one of the system's for temporary files: a script that was stopped goes on from
there. Everything runs in workers as the server has them, so that the same map made there gives the same numbers on the
same platform.
"""

import argparse
import datetime
import importlib.metadata
import platform
import tempfile
from pathlib import Path

from gruviz import __version__
from gruviz.jobs.executor import Workers
from gruviz.maps.plan import Plan
from gruviz.maps.presets import FINISHED, Finished
from gruviz.maps.shipped import ShippedMaps
from gruviz.maps.sweep import sweep
from gruviz.maps.trainability_map import Map
from scripts.trainings import busy


def main() -> None:
    """Make the maps of these names."""
    parser = argparse.ArgumentParser(prog="python -m scripts.maps")
    parser.add_argument("names", nargs="*", metavar="NAME", help="of maps; all by default")
    parser.add_argument("--kept", type=Path, default=Path(tempfile.gettempdir()) / "gruviz_maps", metavar="FOLDER")
    asked = parser.parse_args()
    asked.kept.mkdir(parents=True, exist_ok=True)
    for key in asked.names or FINISHED:
        shipped = make_maps(FINISHED[key], asked.kept)
        shipped.write()
        print(f"{key}: {sum(shipped.seconds.values()):.0f} s")


def make_maps(finished: Finished, kept: Path) -> ShippedMaps:
    """Sweep through all plans of a preset, or through what is left of them."""
    made = {}
    for name, plan in finished.plans():
        made[name] = _made(plan, kept / f"{finished.key} {name}.json".replace(" ", "_"))
    packages = {package: importlib.metadata.version(package) for package in ("numpy", "torch")}
    return ShippedMaps(
        key=finished.key,
        date=datetime.date.today().isoformat(),
        versions={"gruviz": __version__, "python": platform.python_version()} | packages,
        machine=f"{platform.machine()}, {platform.system()}",
        seconds={name: seconds for name, (_, seconds) in made.items()},
        maps={name: done for name, (done, _) in made.items()},
    )


def _made(plan: Plan, file: Path) -> tuple[Map, float]:
    """A map, and the seconds of one core that it took, also those of a script that was stopped."""
    record = file.with_suffix(".seconds")
    before, start = float(record.read_text()) if record.exists() else 0.0, busy()
    try:
        with Workers() as workers:
            done = sweep(plan, workers, file=file)
    finally:
        seconds = round(before + busy() - start, 1)
        record.write_text(str(seconds))
    return done, seconds


if __name__ == "__main__":
    main()
