"""The workers' threads allocate from few pools: with one for each thread a worker grows for hours (RELIABILITY 49)."""

import subprocess
import sys

# Sixteen threads allocate at the same time; glibc says how many pools it made for them.
PROGRAM = """
import ctypes, sys, threading
from duban.cli.running.serving import share_memory
if sys.argv[1] == "shared": assert share_memory()
libc = ctypes.CDLL(None)
libc.malloc.restype, together = ctypes.c_void_p, threading.Barrier(16)
def work():
    together.wait()
    for _ in range(2000): assert libc.malloc(ctypes.c_size_t(4000))
    together.wait()
threads = [threading.Thread(target=work) for _ in range(16)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fopen.restype = ctypes.c_void_p
out = ctypes.c_void_p(libc.fopen(sys.argv[2].encode(), b"w"))
libc.malloc_info(0, out)
libc.fclose(out)
"""


def _pools(tmp_path, how):
    file = tmp_path / f"{how}.xml"
    subprocess.run([sys.executable, "-c", PROGRAM, how, str(file)], check=True, timeout=60)
    return file.read_text().count("<heap nr=")


def test_threads_share_their_memory(tmp_path):
    assert _pools(tmp_path, "shared") <= 2 < _pools(tmp_path, "apart")
