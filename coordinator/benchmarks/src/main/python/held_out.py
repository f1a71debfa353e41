#!/usr/bin/env python3
"""Keeps a share of each class of a folder of images aside, as the test part of a CSV file that a study's `data` can name.

    python3 held_out.py data/cars --seed 1 --to cars-1.csv
    python3 held_out.py data/clothing/train data/clothing/test --images 1200 --seed 1 --to clothing-1.csv

Several folders count as one. With --images only so many images are used, the same share of each class. Which images are
used and which are kept aside depends on the seed and their paths below the folder alone. The CSV file gives absolute
paths, so it can lie anywhere; Sextant chooses validation images by the paths below the folder, too.
"""

import argparse
import csv
import hashlib
from pathlib import Path


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folders", type=Path, nargs="+", help="images, one folder per class")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--share", type=float, default=0.3, help="of each class that is kept aside")
    parser.add_argument("--images", type=int, help="number of images to use; default: all")
    parser.add_argument("--to", type=Path, required=True, help="the CSV file")
    options = parser.parse_args()

    classes = {}
    for folder in options.folders:
        for path in sorted(path for path in folder.glob("*/**/*") if path.is_file()):
            name = path.relative_to(folder).as_posix()
            key = hashlib.sha256(f"{options.seed} {name}".encode()).digest()
            classes.setdefault(path.relative_to(folder).parts[0], []).append((key, path))
    images = sum(map(len, classes.values()))
    used = min(1, options.images / images) if options.images else 1

    with open(options.to, "w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["path", "label", "part"])
        for label, found in sorted(classes.items()):
            drawn = [path for _, path in sorted(found)][: round(used * len(found))]
            aside = set(drawn[: round(options.share * len(drawn))])
            for path in sorted(drawn):
                rows.writerow([path.resolve(), label, "test" if path in aside else ""])


if __name__ == "__main__":
    main()
