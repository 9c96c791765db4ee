"""A bare response, and a bare broadcast that loops over its sockets and stores nothing."""

import sys

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

sockets: set[WebSocket] = set()


async def hello(request: Request) -> PlainTextResponse:
    return PlainTextResponse("hello")


async def broadcast(socket: WebSocket) -> None:
    await socket.accept()
    sockets.add(socket)
    try:
        while True:
            text = await socket.receive_text()
            for other in tuple(sockets):
                await other.send_text(text)
    except WebSocketDisconnect:
        sockets.discard(socket)


application = Starlette(routes=[Route("/", hello), WebSocketRoute("/live", broadcast)])

if __name__ == "__main__":
    uvicorn.run(
        application, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning", ws_per_message_deflate=False
    )
