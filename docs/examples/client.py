"""Ask a running `deident hook --stdio` whether a document may be published.

    python client.py FILE… [-- words of the command]

One worker serves a publishing system for days: start it once, ask it for every document, and
publish only where `exit_code` is 0. No answer in time is an answer too: do not publish.
"""

from __future__ import annotations

import itertools
import json
import queue
import subprocess
import sys
import threading
from typing import Any

COMMAND = ("deident", "hook", "--stdio")
SECONDS = 60.0


class Gate:
    """One worker. `ask` may be called from many threads."""

    def __init__(self, command: tuple[str, ...] = COMMAND) -> None:
        self._worker = subprocess.Popen(  # noqa: S603 - the command is the caller's own
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        self._requests: Any = self._worker.stdin
        self._answers: Any = self._worker.stdout
        self._ids = map(str, itertools.count(1))
        self._waiting: dict[str, queue.Queue[dict[str, Any]]] = {}
        self._pen = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def ask(self, path: str, *, seconds: float = SECONDS, **about: str) -> dict[str, Any]:
        """Return the answer for one file; raise `queue.Empty` where there is none in time."""
        with self._pen:
            name = next(self._ids)
            box = self._waiting[name] = queue.Queue()
            self._write({"id": name, "path": path, **about})
        try:
            return box.get(timeout=seconds)
        except queue.Empty:
            with self._pen:
                self._write({"id": name, "cancel": True})
            raise
        finally:
            self._waiting.pop(name, None)

    def close(self) -> int:
        """Let the worker finish and end."""
        self._requests.close()
        return self._worker.wait()

    def _write(self, line: dict[str, Any]) -> None:
        self._requests.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
        self._requests.flush()

    def _listen(self) -> None:
        for line in self._answers:
            answer = json.loads(line)
            if box := self._waiting.get(answer["id"]):
                box.put(answer)


def main(words: list[str]) -> int:
    """Ask for every file and print what was answered."""
    cut = words.index("--") if "--" in words else len(words)
    gate = Gate(tuple(words[cut + 1 :]) or COMMAND)
    answers = [gate.ask(path, channel="网站") for path in words[:cut]]
    for path, answer in zip(words, answers, strict=False):
        why = "；".join(reason["message"] for reason in answer["reasons"])
        sys.stdout.write(f"{path} {answer['verdict']} {answer['exit_code']} {why}\n")
    gate.close()
    return max(answer["exit_code"] for answer in answers)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
