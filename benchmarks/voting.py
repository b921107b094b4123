"""A class votes: 200 phones join and vote within ten seconds, each with its stream of events, on either database.

Scripted phones, no browsers. They run in this process and take their part of the same processors.
"""

import asyncio
import json
import random
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL, create_engine

from benchmarks.classroom import percentile, processor_seconds
from benchmarks.postgresql import NoPostgresql, postgresql_server
from benchmarks.serving import Server, serving
from benchmarks.timing import report
from gruviz.classroom.classroom import Classroom
from gruviz.classroom.question import ClassQuestion

STUDENTS, WITHIN = 200, 10.0
"""Phones, and seconds in which all of them join and vote."""
TEACHER = "the teacher of the benchmark"
QUESTION = ClassQuestion(
    "benchmark.voting", "Which one keeps?", "<p>After fifty steps.</p>" * 20, ("RNN", "GRU", "LSTM")
)


def run() -> None:
    """Print every row."""
    with tempfile.TemporaryDirectory() as folder:
        address = URL.create("sqlite", database=str(Path(folder) / "classes.db"))
        with serving(data=folder) as server:
            vote(server, address, "SQLite")
    try:
        with (
            postgresql_server() as address,
            secrets(address) as file,
            serving(options=["--secrets.files", file]) as server,
        ):
            vote(server, address, "PostgreSQL")
    except NoPostgresql as error:
        print(error)


@contextmanager
def secrets(address: URL) -> Iterator[str]:
    """A file that names a database for classes."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "secrets.toml"
        file.write_text(f'[connections.classroom]\nurl = "{address}"\n')
        yield str(file)


def vote(server: Server, address: URL, name: str) -> None:
    """Let a class vote, and look into the database for what has come."""
    engine = create_engine(address)
    classes = Classroom(engine)
    code = classes.open(TEACHER).code
    classes.ask(code, TEACHER, QUESTION)
    worked = processor_seconds(server)
    times = asyncio.run(students(server, code))
    work = processor_seconds(server) - worked
    counted = classes.tally(code, QUESTION.key).counts(3)["first"]
    engine.dispose()
    wanted = [sum(i % 3 == choice for i in range(STUDENTS)) for choice in range(3)]
    lost = sum(abs(one - other) for one, other in zip(counted, wanted, strict=True))
    report(f"votes of {STUDENTS} phones that are lost, {name}", lost, 0, "")
    joined, voted = ([each[i] for each in times] for i in (0, 1))
    detail = f"joining {1e3 * percentile(joined):.0f} ms, {work:.1f} s of processor for all"
    report(
        f"a vote of {STUDENTS} within 10 s, 95th percentile, {name}", 1e3 * percentile(voted), 1000, "ms", detail=detail
    )


async def students(server: Server, code: str) -> list[tuple[float, float]]:
    """Seconds until each had the question, and until its vote was taken."""
    choice = random.Random(0)
    starts = [choice.uniform(0, WITHIN) for _ in range(STUDENTS)]
    return await asyncio.gather(*(student(server, code, i, start) for i, start in enumerate(starts)))


async def student(server: Server, code: str, number: int, start: float) -> tuple[float, float]:
    """Join, wait for the question, vote, and listen on."""
    await asyncio.sleep(start)
    place, begin = f"/class/{code}", time.perf_counter()
    page = await answer(server, "GET", place)
    [cookie] = [line.split(";")[0][len("set-cookie: ") :] for line in page.splitlines() if line[:11] == "set-cookie:"]
    reader, writer = await ask(server, "GET", f"{place}/events", cookie)
    await reader.readuntil(b'"question":{')
    had = time.perf_counter()
    taken = await answer(server, "POST", f"{place}/vote", cookie, {"question": QUESTION.key, "value": number % 3})
    assert '"own"' in taken, taken
    voted = time.perf_counter()
    await asyncio.sleep(max(WITHIN - start, 0))  # phones stay open
    writer.close()
    return had - begin, voted - had


async def answer(server: Server, method: str, path: str, cookie: str = "", body: object = None) -> str:
    """All of an answer."""
    reader, writer = await ask(server, method, path, cookie, body)
    text = await reader.read()
    writer.close()
    return text.decode()


async def ask(
    server: Server, method: str, path: str, cookie: str = "", body: object = None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """Send a request on a connection of its own."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    content = json.dumps(body).encode() if body else b""
    head = f"{method} {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nCookie: {cookie}\r\n"
    head += f"Content-Type: application/json\r\nContent-Length: {len(content)}\r\n\r\n"
    writer.write(head.encode() + content)
    await writer.drain()
    return reader, writer
