import os
import subprocess
import sys

WATCH = """
import os, sys

class Watch:
    def find_spec(self, name, path=None, target=None):
        if name == "onnxruntime":
            print(os.environ.get("ORT_DISABLE_TELEMETRY"))

sys.meta_path.insert(0, Watch())
import nomen.model.engines.runtime
"""


def test_telemetry_is_off_before_onnx_runtime_loads() -> None:
    outside = {k: v for k, v in os.environ.items() if k != "ORT_DISABLE_TELEMETRY"}
    command = [sys.executable, "-c", WATCH]
    done = subprocess.run(command, env=outside, capture_output=True, text=True, check=True)
    assert done.stdout == "1\n"
