"""ONNX Runtime with its telemetry off; whoever needs ONNX Runtime imports it from here.

The official builds report to their vendor what they run, and keep a device id and a database in the
home folder, unless the variable below is set before the library loads. A program that imports
onnxruntime before Nomen must set it itself: nothing turns off afterwards what loading has begun.

*Source:* onnxruntime/Privacy.md of the installed package, "Disabling Telemetry".
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # child processes inherit it

import onnxruntime  # noqa: TID251  # the one place, and not before the switch

onnxruntime.disable_telemetry_events()  # the most that can be done if it was loaded before us

__all__ = ["onnxruntime"]
