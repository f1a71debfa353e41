#!/usr/bin/env python3
"""Keeps a share of each class of a folder of images aside, as the test part of a CSV file that a study's `data` can name.

    python3 held_out.py data/cars --seed 1 --to cars-1.csv

Which images are kept aside depends on the seed and their paths below the folder alone. The CSV file gives absolute
paths, so it can lie anywhere; Sextant chooses validation images by the paths below the folder, too.
"""

import argparse
import csv
import hashlib
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="images, one folder per class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.3, help="of each class that is kept aside")
    parser.add_argument("--to", type=Path, required=True, help="the CSV file")
    options = parser.parse_args()
    with open(options.to, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "label", "part"])
        for folder in sorted(child for child in options.folder.iterdir() if child.is_dir()):
            paths = sorted(path for path in folder.rglob("*") if path.is_file())

            def drawn(path):
                return hashlib.sha256(f"{options.seed} {path.relative_to(options.folder).as_posix()}".encode()).digest()

            aside = set(sorted(paths, key=drawn)[: round(options.share * len(paths))])
            for path in paths:
                rows.writerow([path.resolve(), folder.name, "test" if path in aside else ""])


if __name__ == "__main__":
    main()
