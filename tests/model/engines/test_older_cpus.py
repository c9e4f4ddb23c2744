"""int8 on a CPU with AVX2 and no VNNI, whose 16-bit sums of products can saturate."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from nomen.model.bundle.bundle import read_bundle
from nomen.model.engines.onnx import OnnxEngine

EMULATOR = "qemu-x86_64"
SENTENCES = [
    "Harry Potter and Hermione Granger invented a new spell .",
    "Ask Mei .",
    "the letter from maria santos reached the office in may",
    "NGUYEN VAN ANH MEETS DR. O'NEILL",
    "@sam lol did Priya and tomasz see it ?",
    "Mr. Okonkwo , 43 , of Lincoln Park , sued Ford Motor Co. over a lost parcel in June 2019 .",
]
SCRIPT = """
import json, sys
from pathlib import Path
from nomen.model.bundle.bundle import read_bundle
from nomen.model.engines.onnx import OnnxEngine

engine = OnnxEngine(read_bundle(Path(sys.argv[1])), precision="int8")
sentences = [line.split() for line in json.load(sys.stdin)]
alone = [engine.run([tokens])[0][0].tolist() for tokens in sentences]
together = [row.tolist() for row in engine.run(sentences)[0]]
json.dump([alone, together], sys.stdout)
"""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        shutil.which(EMULATOR) is None, reason=f"needs {EMULATOR}: apt-get install qemu-user"
    ),
]


def test_int8_is_right_on_a_cpu_without_vnni(shipped_bundle: Path) -> None:
    command = [EMULATOR, "-cpu", "Haswell", sys.executable, "-c", SCRIPT, str(shipped_bundle)]
    emulated = subprocess.run(
        command, input=json.dumps(SENTENCES), capture_output=True, text=True, check=True
    )
    alone, together = json.loads(emulated.stdout)
    bundle = read_bundle(shipped_bundle)
    engine = OnnxEngine(bundle, precision="int8")
    threshold = bundle.manifest.default_threshold
    for i, sentence in enumerate(SENTENCES):
        expected = engine.run([sentence.split()])[0][0]
        np.testing.assert_allclose(alone[i], expected, atol=0.005, rtol=0)
        np.testing.assert_allclose(together[i][: len(expected)], alone[i], atol=1e-6, rtol=0)
        assert ((np.array(alone[i]) >= threshold) == (expected >= threshold)).all()
