"""`deident hook --stdio`: a worker that a publishing system keeps running.

One line of JSON in UTF-8 comes in for every document, one goes out when it is done. The work is
done in processes of its own, so that a document that hangs, or is no longer wanted, is stopped
without losing the worker. docs/schema/stdio.schema.json describes both lines.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import dataclass, field, fields
from functools import partial
from typing import IO, TYPE_CHECKING, Any

from deident.batch import Pool, default_memory
from deident.batch.pool import fate
from deident.cli.hook.answer import Answers, refusal
from deident.cli.settings import settings
from deident.errors import ExitCode, UsageError

if TYPE_CHECKING:
    import argparse

    from pebble import ProcessFuture

SCHEMA_VERSION = "1"
_LINE_BYTES = 1 << 20
_WARM = "预热"
_WARM_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One document to judge. `name` is what it is called where its file has another name.

    `column` is the 栏目 it is for: the policy says which scene holds there.
    """

    id: str
    path: str = field(repr=False)
    name: str = field(default="", repr=False)
    policy: str = ""
    column: str = ""
    channel: str = ""
    disclosure: str = ""
    submitter: str = field(default="", repr=False)


_FIELDS = frozenset(one.name for one in fields(Request))


def serve(args: argparse.Namespace) -> ExitCode:
    """Answer until standard input ends; what was begun is finished first."""
    out = _own_stdout()
    chosen = settings(args)
    jobs = args.jobs or 1
    to = str(args.to.resolve()) if args.to is not None else ""
    pool: Pool[Request, dict[str, Any]] = Pool(
        partial(Answers, chosen, to, args),
        jobs=jobs,
        memory=default_memory(jobs) if args.memory is None else args.memory << 20,
        spent=_spent,
    )
    try:
        warm = [pool.give(Request(id="", path="", name=_WARM), _WARM_SECONDS) for _ in range(jobs)]
        for one in warm:
            _checked(one)
        _Conversation(pool, out, args.timeout, args.lang).hold(sys.stdin.buffer)
    finally:
        pool.stop()
    return ExitCode.CLEAN


def _own_stdout() -> IO[str]:
    """Keep standard output for answers: what a library prints goes to standard error."""
    sys.stdout.flush()
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8", newline="\n")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    return out


def _spent(answer: dict[str, Any]) -> bool:
    return any(reason["code"] == "NO_MEMORY" for reason in answer.get("reasons", ()))


def _checked(warm: ProcessFuture[dict[str, Any]]) -> None:
    """Stop here if the worker cannot even begin: a wrong policy, pack or key."""
    answer = warm.result()
    if answer.get("exit_code") == ExitCode.USAGE:
        raise UsageError(str(answer["reasons"][0]["message"]))


class _Conversation:
    """The requests that are under way, and the one pen for answers."""

    def __init__(
        self, pool: Pool[Request, dict[str, Any]], out: IO[str], seconds: int, lang: str
    ) -> None:
        self._pool, self._out, self._seconds, self._lang = pool, out, seconds, lang
        self._open: dict[str, ProcessFuture[dict[str, Any]]] = {}
        self._pen = threading.Condition()

    def hold(self, lines: IO[bytes]) -> None:
        """Take every line, then wait for what is under way."""
        while line := lines.readline(_LINE_BYTES):
            if line.strip():
                self._take(line)
        with self._pen:
            self._pen.wait_for(lambda: not self._open)

    def _take(self, line: bytes) -> None:
        try:
            said = json.loads(line.decode("utf-8"))
            name = str(said["id"])
            if said.get("cancel") is True:
                self._cancel(name)
                return
            request = _request(said)
        except (ValueError, KeyError, TypeError, AttributeError):
            self._say(refusal("", "REQUEST", ExitCode.USAGE, self._lang))
            return
        if request.id in self._open:
            self._say(refusal(request.id, "REQUEST_TWICE", ExitCode.USAGE, self._lang))
            return
        future = self._pool.give(request, self._seconds)
        with self._pen:
            self._open[request.id] = future
        future.add_done_callback(partial(self._done, request.id))

    def _cancel(self, name: str) -> None:
        if future := self._open.get(name):
            future.cancel()  # type: ignore[no-untyped-call]  # pebble's

    def _done(self, name: str, future: Any) -> None:  # noqa: ANN401 - pebble's callbacks say no more
        try:
            answer = future.result()
        except BaseException as problem:  # noqa: BLE001 - cancelled, late or dead: all are answers
            code = fate(problem)
            exit_code = ExitCode.INTERRUPTED if code == "CANCELLED" else ExitCode.UNREADABLE
            answer = refusal(name, code, exit_code, self._lang, seconds=self._seconds)
        self._say(answer)
        with self._pen:
            self._open.pop(name, None)
            self._pen.notify_all()

    def _say(self, answer: dict[str, Any]) -> None:
        line = {"schema_version": SCHEMA_VERSION, **answer}
        with self._pen:
            self._out.write(json.dumps(line, ensure_ascii=False, separators=(",", ":")) + "\n")
            self._out.flush()


def _request(said: dict[str, Any]) -> Request:
    """Read a request; an unknown or mistyped field is refused, for it may have been meant."""
    if not set(said) <= _FIELDS or not all(isinstance(value, str) for value in said.values()):
        raise ValueError("fields")
    if not said["id"] or not said["path"]:
        raise ValueError("id and path")
    return Request(**said)
