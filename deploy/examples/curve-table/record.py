"""Records the learning curves in curves.csv: trains the Python example on a grid of configurations.

Run it as `python3 record.py > curves.csv`; it takes about a minute and needs only Python 3.
"""

import itertools
import json
import os
import subprocess
import sys
import tempfile

EPOCHS = 27
GRID = {
    "learning_rate": [0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0],
    "l2": [0.00001, 0.1],
    "degree": [1, 2, 3, 5],
    "batch_size": [8, 32, 128],
}
PROGRAM = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "command", "train.py")


def record(settings):
    """The validation accuracy after each epoch."""
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "config.json")
        with open(path, "w", encoding="utf-8") as file:
            json.dump(
                {"seed": 1, "from_epoch": 0, "to_epoch": EPOCHS, "checkpoints": folder, "settings": settings}, file
            )
        environment = {**os.environ, "SEXTANT_CONFIG": path}
        output = subprocess.run(
            [sys.executable, PROGRAM], env=environment, check=True, capture_output=True, text=True
        ).stdout
    return [json.loads(line)["accuracy"] for line in output.splitlines() if line.startswith("{")]


def main():
    print(",".join([*GRID, *(str(epoch) for epoch in range(1, EPOCHS + 1))]))
    for values in itertools.product(*GRID.values()):
        curve = record(dict(zip(GRID, values)))
        print(",".join(str(value) for value in [*values, *curve]))


if __name__ == "__main__":
    main()
