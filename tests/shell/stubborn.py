"""An application that does not want to stop: a request that hangs, and a thread that Python would wait for."""

import threading
import time
from typing import Any


async def application(scope: dict[str, Any], receive: Any, send: Any) -> None:
    if scope["type"] == "lifespan":
        await receive()
        await send({"type": "lifespan.startup.complete"})
        threading.Thread(target=time.sleep, args=(60,)).start()
        await receive()
        await send({"type": "lifespan.shutdown.complete"})
