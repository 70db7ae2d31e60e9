"""What hosts and their transfer agents use on a board."""

from __future__ import annotations

import base64
import time

import pytest

from virtual.process import BoardProcess

ANSWERS = {
    "__import__('sys').platform": "virtual",
    "__import__('sys').platform == 'virtual'": "True",
    "__import__('os').uname().sysname": "virtual",
    "__import__('os').uname().machine": "Virtual with WASM",
    "__import__('sys').implementation.name": "micropython",
    "__import__('sys').implementation._machine": "Virtual with WASM",
    "__import__('machine').freq()": "125000000",
    "len(__import__('machine').unique_id())": "8",
    "__import__('binascii').hexlify(__import__('hashlib').sha256(b'abc').digest())[:8]": "b'ba7816bf'",
    "__import__('binascii').crc32(b'abc')": "891568578",
    "__import__('binascii').b2a_base64(b'abc')": "b'YWJj\\n'",
    "__import__('json').loads('[1]')": "[1]",
    "__import__('struct').unpack('<I', b'abcd')": "(1684234849,)",
    "__import__('os').getcwd()": "/",
    "__import__('os').sync()": "None",
    "__import__('time').sleep_ms(1)": "None",
}


@pytest.mark.parametrize("expression", ANSWERS)
def test_answers(raw: BoardProcess, expression: str) -> None:
    assert raw.value(expression) == ANSWERS[expression]


def test_deflate(raw: BoardProcess) -> None:
    source = """
import deflate, io
packed = io.BytesIO()
with deflate.DeflateIO(packed, deflate.RAW, 9) as d: d.write(b'abc' * 500)
packed.seek(0)
print(len(packed.getvalue()) < 100, deflate.DeflateIO(packed, deflate.RAW, 9).read() == b'abc' * 500)
"""
    assert raw.run(source) == (b"True True\r\n", b"")


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 383, 384])
def test_base64_takes_little_more_memory_than_its_output(raw: BoardProcess, size: int) -> None:
    data = bytes(range(256)) * 2
    source = f"""
import binascii, gc
data = bytes(range(256)) * 2
before = gc.mem_alloc()
text = binascii.b2a_base64(data[-{size}:] if {size} else b'')
print(text, gc.mem_alloc() - before < 8 * {size} + 500)
print(binascii.a2b_base64(text) == binascii.a2b_base64(text[:-1]) == (data[-{size}:] if {size} else b''))
"""
    expected = base64.encodebytes(data[-size:] if size else b"").replace(b"\n", b"") + b"\n"
    assert raw.run(source) == (f"{expected!r} True\r\nTrue\r\n".encode(), b"")


def test_base64_that_is_none(raw: BoardProcess) -> None:
    for text in ("b'YWJ'", "b'Y'", "b'YW='"):
        assert raw.run(f"import binascii; binascii.a2b_base64({text})")[1].endswith(
            b"ValueError: incorrect padding\r\n"
        )
    assert raw.run("import binascii; print(binascii.a2b_base64('YW Jj\\n'))") == (b"b'abc'\r\n", b"")


def test_poll_waits_and_sees(raw: BoardProcess) -> None:
    source = b"""
import select, sys, time
p = select.poll()
p.register(sys.stdin, select.POLLIN)
t = time.ticks_ms()
print(p.poll(0), p.poll(60), time.ticks_diff(time.ticks_ms(), t) >= 60)
print('send')
print(len(p.poll()), sys.stdin.buffer.read(2))
"""
    raw.send(source + b"\x04")
    raw.until(b"OK[] [] True\r\nsend\r\n")
    raw.send(b"hi")
    assert raw.until(b"\x04\x04>") == b"1 b'hi'\r\n\x04\x04>"


def test_asyncio_runs_tasks_and_returns(raw: BoardProcess) -> None:
    source = """
import asyncio
async def tick(name, n):
    for i in range(n):
        print(name, i)
        await asyncio.sleep_ms(5)
    return n
async def main():
    event = asyncio.Event()
    asyncio.create_task(tick('side', 1))
    print(await asyncio.gather(tick('a', 2), tick('b', 1)))
    try: await asyncio.wait_for(tick('slow', 1000), 0.03)
    except asyncio.TimeoutError: print('late')
    return 'done'
print(asyncio.run(main()))
"""
    out, error = raw.run(source)
    assert error == b""
    lines = out.decode().split("\r\n")
    assert lines[:3] == ["side 0", "a 0", "b 0"]
    assert lines[-4:] == ["slow 5", "late", "done", ""] or lines[-3:] == ["late", "done", ""]
    assert "[2, 1]" in lines


def test_asyncio_raises(raw: BoardProcess) -> None:
    out, error = raw.run("import asyncio\nasync def f(): raise ValueError('no')\nasyncio.run(f())")
    assert out == b""
    assert error.endswith(b"in f\r\nValueError: no\r\n")


def test_sleeping_and_idling_cost_no_cpu(raw: BoardProcess) -> None:
    def cpu() -> int:
        with open(f"/proc/{raw.process.pid}/stat") as stat:
            return sum(int(field) for field in stat.read().rsplit(")", 1)[1].split()[11:13])

    try:
        cpu()
    except OSError:
        pytest.skip("cannot ask for the time of a process here")
    raw.send(b"import time\nprint('on')\nfor _ in range(5): time.sleep(0.2)\x04")
    raw.until(b"on\r\n")
    before, began = cpu(), time.monotonic()
    raw.until(b"\x04\x04>")
    assert 0.9 < time.monotonic() - began < 3
    assert cpu() - before < 20  # hundredths of a second, in one second


def test_imports_packages_from_flash(raw: BoardProcess) -> None:
    (raw.root / "lib" / "package").mkdir(parents=True)
    (raw.root / "lib" / "package" / "__init__.py").write_text("from . import inner\nname = 'package'\n")
    (raw.root / "lib" / "package" / "inner.py").write_text("deep = 1/0 if False else 7\n")
    assert raw.run("import package; print(package.name, package.inner.deep)") == (b"package 7\r\n", b"")


def test_traceback_names_the_file_and_line(raw: BoardProcess) -> None:
    (raw.root / "broken.py").write_text("def f():\n    raise ValueError('x')\nf()\n")
    assert raw.run("import broken")[1] == (
        b'Traceback (most recent call last):\r\n  File "<stdin>", line 1, in <module>\r\n'
        b'  File "broken.py", line 3, in <module>\r\n  File "broken.py", line 2, in f\r\nValueError: x\r\n'
    )
