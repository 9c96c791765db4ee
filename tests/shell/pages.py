"""Pages of a small site that tries to hurt the handler it runs under."""

import asyncio
import contextvars
import threading
import time
import zoneinfo
from collections.abc import AsyncIterator, Iterator

from asgiref.sync import sync_to_async
from django.contrib.contenttypes.models import ContentType
from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.urls import path
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt

NOTE = contextvars.ContextVar("note", default="")
seen: dict[str, object] = {}


def hello(request: HttpRequest) -> HttpResponse:
    response = HttpResponse("hello")
    response.set_cookie("biscuit", "sweet")
    response["X-Thread"] = threading.current_thread().name
    return response


def query(request: HttpRequest) -> HttpResponse:
    ContentType.objects.count()
    return HttpResponse(str(id(connection.connection)))


def leave_traces(request: HttpRequest) -> HttpResponse:
    translation.activate("cy")
    timezone.activate(zoneinfo.ZoneInfo("Asia/Tokyo"))
    NOTE.set("traces")
    return HttpResponse()


def find_traces(request: HttpRequest) -> JsonResponse:
    found = [translation.get_language(), timezone.get_current_timezone_name(), NOTE.get()]
    return JsonResponse({"found": found, "thread": threading.current_thread().name})


def leave_transaction(request: HttpRequest) -> HttpResponse:
    transaction.atomic().__enter__()
    ContentType.objects.create(app_label="left", model="open")
    return HttpResponse()


def find_transaction(request: HttpRequest) -> JsonResponse:
    rows = ContentType.objects.filter(app_label="left").count()
    return JsonResponse({"in_transaction": connection.in_atomic_block, "rows": rows})


def fail(request: HttpRequest) -> HttpResponse:
    raise LookupError("this page always fails")


def rest(request: HttpRequest) -> HttpResponse:
    time.sleep(0.2)
    seen["rested"] = True
    return HttpResponse("rested")


@csrf_exempt
def echo(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.body)


@csrf_exempt
def upload(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.FILES["file"].read())


def rows() -> Iterator[str]:
    for done in MigrationRecorder.Migration.objects.order_by("pk")[:3].iterator():
        yield f"{done.name} on {threading.current_thread().name}\n"


def stream(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(rows())


def endless(request: HttpRequest) -> StreamingHttpResponse:
    def ticks() -> Iterator[str]:
        try:
            while True:
                yield "tick\n"
                time.sleep(0.01)
        finally:
            seen["endless"] = "closed"

    return StreamingHttpResponse(ticks())


def file(request: HttpRequest) -> FileResponse:
    return FileResponse(ContentFile(b"x" * 200_000), filename="export.txt")


async def patient(request: HttpRequest) -> JsonResponse:
    await asyncio.sleep(0.01)
    kinds = await ContentType.objects.acount()
    thread = await sync_to_async(threading.current_thread)()
    seen["loop"] = asyncio.get_running_loop()
    return JsonResponse({"kinds": kinds, "thread": thread.name})


async def wait_for_ever(request: HttpRequest) -> HttpResponse:
    seen["began"] = True
    try:
        await asyncio.sleep(60)
    except asyncio.CancelledError:
        seen["cancelled"] = True
        raise
    return HttpResponse()


async def async_stream(request: HttpRequest) -> StreamingHttpResponse:
    translation.activate("cy")

    async def words() -> AsyncIterator[str]:
        try:
            for number in range(int(request.GET.get("count", 3))):
                yield f"{translation.get_language()} {number}\n"
                await asyncio.sleep(0.01)
        finally:
            seen["words"] = "closed"

    return StreamingHttpResponse(words())


PAGES = [
    hello,
    query,
    leave_traces,
    find_traces,
    leave_transaction,
    find_transaction,
    fail,
    rest,
    echo,
    upload,
    stream,
]
PAGES += [endless, file, patient, wait_for_ever, async_stream]
urlpatterns = [path(f"{page.__name__}/", page) for page in PAGES]
