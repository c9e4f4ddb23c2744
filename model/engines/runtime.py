"""ONNX Runtime with its telemetry off; all other modules import ONNX Runtime from here.

The official builds report to their vendor what they run, and keep a device id and a database in the
home folder. They do so unless `ORT_DISABLE_TELEMETRY` is 1 when the library loads.

A program that imports onnxruntime before Nomen loads it with telemetry on, and nothing turns off
afterwards what loading has begun. Such a program must import `nomen.model.engines.runtime` first,
or set `ORT_DISABLE_TELEMETRY=1` in its environment.

*Source:* onnxruntime/Privacy.md of the installed package, "Disabling Telemetry".
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # child processes inherit it

import onnxruntime  # noqa: TID251  # the one place, and not before the switch

onnxruntime.disable_telemetry_events()  # all that helps if it was loaded earlier

__all__ = ["onnxruntime"]
