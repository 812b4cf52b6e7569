"""The long-lived worker that a publishing system talks to, and its two worked clients."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jsonschema
import pytest

from deident.errors import ExitCode

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
WORKER = (sys.executable, "-m", "deident", "hook", "--stdio")
LEAKY = "联系人手机13800004719。\n"
CLEAN = "各科室请认真贯彻执行。政策咨询电话：12345。\n"
SCHEMA = json.loads((ROOT / "docs" / "schema" / "stdio.schema.json").read_text(encoding="utf-8"))


class Worker:
    """A running worker."""

    def __init__(self, *words: str) -> None:
        self.process = subprocess.Popen(
            [*WORKER, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONUTF8": "1"},
        )  # fmt: skip

    def say(self, line: object) -> None:
        """Send a line."""
        assert self.process.stdin is not None
        raw = line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()
        self.process.stdin.write(raw + b"\n")
        self.process.stdin.flush()

    def hear(self) -> dict[str, Any]:
        """Return the next answer; it follows the schema."""
        assert self.process.stdout is not None
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        jsonschema.validate(answer, {**SCHEMA, "anyOf": [{"$ref": "#/$defs/answer"}]})
        return answer

    def ask(self, line: dict[str, Any]) -> dict[str, Any]:
        """Send a request that follows the schema, and return its answer."""
        jsonschema.validate(line, {**SCHEMA, "anyOf": [{"$ref": "#/$defs/request"}]})
        self.say(line)
        return self.hear()

    def close(self) -> int:
        """End it."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.close()
        code = self.process.wait(timeout=60)
        self.process.stdout.close()
        return code


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a clean text, a leaky one, and one that cannot be read."""
    folder = tmp_path_factory.mktemp("稿件")
    (folder / "clean.txt").write_text(CLEAN, encoding="utf-8")
    (folder / "leaky.txt").write_text(LEAKY, encoding="utf-8")
    (folder / "upload-1").write_text("姓名,手机号码\n赵钱孙,13800004719\n", encoding="utf-8")
    (folder / "cut.pdf").write_bytes(b"%PDF-1.7\n")
    return folder


@pytest.fixture(scope="module")
def worker(files: Path) -> Iterator[Worker]:
    """A worker that writes masked copies."""
    one = Worker("--to", str(files / "out"))
    yield one
    assert one.close() == ExitCode.CLEAN


@pytest.fixture(scope="module")
def looker() -> Iterator[Worker]:
    """A worker that only looks."""
    one = Worker()
    yield one
    assert one.close() == ExitCode.CLEAN


def test_every_document_gets_one_answer_without_its_values(looker: Worker, files: Path) -> None:
    """Clean, leaky, unreadable, missing."""
    clean = looker.ask({"id": "1", "path": str(files / "clean.txt")})
    assert (clean["verdict"], clean["reasons"], clean["exit_code"]) == ("cleared", [], 0)
    leaky = looker.ask({"id": "2", "path": str(files / "leaky.txt"), "submitter": "某编辑"})
    assert (leaky["verdict"], leaky["exit_code"]) == ("blocked", 1)
    assert leaky["reasons"][0]["params"] == {"entity_type": "CN_MOBILE", "count": 1}
    assert "13800004719" not in json.dumps(leaky)
    cut = looker.ask({"id": "3", "path": str(files / "cut.pdf")})
    assert (cut["verdict"], cut["exit_code"]) == ("blocked", 3)
    missing = looker.ask({"id": "4", "path": str(files / "none.txt")})
    assert (missing["reasons"][0]["code"], missing["exit_code"]) == ("NO_FILE", 3)


def test_a_masked_copy_is_named_in_the_answer(worker: Worker, files: Path) -> None:
    """Under the document's own name, also where the file is called otherwise."""
    answer = worker.ask({"id": "1", "path": str(files / "upload-1"), "name": "名册.csv"})
    copy = Path(answer["masked_path"])
    assert copy.name == "名册.csv"
    assert "138****4719" in copy.read_text(encoding="utf-8")
    again = worker.ask({"id": "2", "path": str(files / "upload-1"), "name": "名册.csv"})
    assert again["masked_path"] != answer["masked_path"]


@pytest.mark.parametrize(
    "line",
    [
        b"not json",
        b"\xff\xfe",
        b"[1]",
        b'{"id":"1"}',
        b'{"id":"1","path":"a","verdict":"cleared"}',
        b'{"id":"1","path":7}',
    ],
)
def test_what_is_no_request_is_answered_and_the_worker_lives(
    looker: Worker, files: Path, line: bytes
) -> None:
    """A typing error of one editor must not stop the whole newsroom."""
    looker.say(line)
    answer = looker.hear()
    assert (answer["verdict"], answer["exit_code"]) == ("blocked", ExitCode.USAGE)
    assert looker.ask({"id": "2", "path": str(files / "clean.txt")})["exit_code"] == 0


def test_a_policy_of_its_own_for_a_request(looker: Worker, files: Path) -> None:
    """One that does not exist blocks this request and no other."""
    wrong = looker.ask({"id": "1", "path": str(files / "clean.txt"), "policy": "nope"})
    assert (wrong["verdict"], wrong["exit_code"]) == ("blocked", ExitCode.USAGE)
    wrong = looker.ask({"id": "2", "path": str(files / "clean.txt"), "disclosure": "也许"})
    assert wrong["exit_code"] == ExitCode.USAGE
    assert looker.ask({"id": "3", "path": str(files / "clean.txt")})["exit_code"] == 0


@pytest.mark.skipif(os.name == "nt", reason="there is no pipe in the file system")
def test_a_document_that_hangs_is_cancelled_or_late(files: Path) -> None:
    """The worker's process is replaced, and the next document is answered."""
    one = Worker("--timeout", "30")
    large = files / "large.txt"
    large.write_text("".join(f"联系人手机138{n:08}。\n" for n in range(300_000)), encoding="utf-8")
    one.say({"id": "slow", "path": str(large)})
    time.sleep(1)
    one.say({"id": "slow", "cancel": True})
    answer = one.hear()
    assert (answer["id"], answer["verdict"]) == ("slow", "blocked")
    assert answer["reasons"][0]["code"] == "CANCELLED"
    assert answer["exit_code"] == ExitCode.INTERRUPTED
    assert one.ask({"id": "2", "path": str(files / "clean.txt")})["exit_code"] == 0
    one.close()
    late = Worker("--timeout", "1")
    answer = late.ask({"id": "slow", "path": str(large)})
    assert (answer["reasons"][0]["code"], answer["exit_code"]) == ("TIMEOUT", 3)
    assert late.ask({"id": "2", "path": str(files / "clean.txt")})["exit_code"] in {0, 3}
    late.close()


@pytest.mark.slow
def test_an_article_is_answered_quickly(looker: Worker, files: Path) -> None:
    """10 KB in under 20 ms once started; on a busy machine that says nothing about us."""
    if os.name == "posix" and os.getloadavg()[0] > (os.cpu_count() or 1):
        pytest.skip("the machine is busy")
    article = files / "article.txt"
    sentence = "会议研究了道路维修事项，并听取了各村的意见。\n"
    article.write_text(sentence * 150 + LEAKY, encoding="utf-8")
    seconds = []
    for number in range(30):
        began = time.perf_counter()
        looker.ask({"id": str(number), "path": str(article)})
        seconds.append(time.perf_counter() - began)
    assert min(seconds) < 0.02


def run_client(*words: str) -> subprocess.CompletedProcess[bytes]:
    """Run a client with a clean and a leaky file."""
    return subprocess.run(
        [*words, "--", *WORKER], env={**os.environ, "PYTHONUTF8": "1"}, capture_output=True,
        check=False, timeout=300,
    )  # fmt: skip


def test_the_python_client_of_the_documentation_works(files: Path) -> None:
    """As it stands there."""
    client = (sys.executable, str(ROOT / "docs" / "examples" / "client.py"))
    done = run_client(*client, str(files / "clean.txt"), str(files / "leaky.txt"))
    said = done.stdout.decode()
    assert done.returncode == 1, done.stderr.decode()
    assert "clean.txt cleared 0" in said
    assert "leaky.txt blocked 1 手机号码" in said


def test_the_java_client_of_the_documentation_works(files: Path, tmp_path: Path) -> None:
    """Compiled for Java 8, as it stands there."""
    if shutil.which("javac") is None:
        pytest.skip("no JDK is installed")
    source = ROOT / "docs" / "examples" / "JavaClient.java"
    words = ["javac", "-Xlint:-options", "-encoding", "UTF-8", "-d", str(tmp_path)]
    made = subprocess.run([*words, "--release", "8", str(source)], capture_output=True, check=False)
    assert made.returncode == 0, made.stderr.decode()
    java = ("java", "-Dfile.encoding=UTF-8", "-cp", str(tmp_path), "JavaClient")
    done = run_client(*java, str(files / "clean.txt"))
    assert done.returncode == 0, done.stderr.decode()
    done = run_client(*java, str(files / "clean.txt"), str(files / "leaky.txt"))
    assert done.returncode == 1
    assert b"clean.txt publish" in done.stdout
    assert b"leaky.txt stop" in done.stdout
