"""The roof: settings, addresses, the ASGI shell and its health; may import every room."""
