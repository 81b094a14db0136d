"""A web application in a thread of the tests' own process: started in no time, and its clock can be moved."""

import asyncio
import itertools
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sanic import Sanic

from tests.bot.service import free_port

_NUMBERS = itertools.count()


def new_app() -> Sanic:
    """An application with nothing in it; Sanic wants every name only once, and to know that there will be more."""
    Sanic.test_mode = True
    return Sanic(f"app-{next(_NUMBERS)}", configure_logging=False)


@contextmanager
def served(app: Sanic) -> Iterator[str]:
    """The address at which the application answers on loopback."""
    port, ready = free_port(), threading.Event()
    stop: list[Callable[[], object]] = []

    async def serve() -> None:
        done = asyncio.Event()
        server = await app.create_server("127.0.0.1", port, return_asyncio_server=True, access_log=False)
        await server.startup()
        await server.after_start()
        loop = asyncio.get_running_loop()
        stop.append(lambda: loop.call_soon_threadsafe(done.set))
        ready.set()
        await done.wait()
        await server.before_stop()
        server.close()
        await server.wait_closed()
        for connection in list(server.connections):
            connection.abort()
        await asyncio.sleep(0)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert ready.wait(20)
    yield f"http://127.0.0.1:{port}"
    stop[0]()
    thread.join(20)
