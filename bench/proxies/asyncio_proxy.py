"""python3 asyncio_proxy.py PORT HOST:PORT...: a TCP proxy as one writes it in an hour. Backends take turns."""

import asyncio
import itertools
import sys

CHUNK = 65536


async def copy(reader, writer):
    """Copies one direction until its end, and passes the end on."""
    while data := await reader.read(CHUNK):
        writer.write(data)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()


def proxy(backends):
    turns = itertools.cycle(backends)

    async def serve(client_reader, client_writer):
        backend_writer = None
        try:
            backend_reader, backend_writer = await asyncio.open_connection(*next(turns))
            await asyncio.gather(
                copy(client_reader, backend_writer), copy(backend_reader, client_writer)
            )
        except OSError:
            pass
        finally:
            client_writer.close()
            if backend_writer is not None:
                backend_writer.close()

    return serve


async def main(port, backends):
    addresses = [(host, int(number)) for host, number in (text.split(":") for text in backends)]
    server = await asyncio.start_server(proxy(addresses), "127.0.0.1", int(port), backlog=4096)
    await server.serve_forever()


if __name__ == "__main__":
    try:
        asyncio.run(main(sys.argv[1], sys.argv[2:]))
    except KeyboardInterrupt:
        pass
