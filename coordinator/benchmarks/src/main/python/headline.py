#!/usr/bin/env python3
"""Runs the headline study: how far tuning takes an image classifier on images that no trial saw.

    python3 headline.py run cars-1.csv --sextant bin/sextant --networks networks --device-hours 0.75 --to results
    python3 headline.py tables results

`run` makes two studies of the images in a CSV file that held_out.py has written, one after another:

    NAME          the study file that `sextant init` writes, with all networks of the folder
    NAME-frozen   settings of the head on the frozen ResNet-50 (studies/headline-frozen.yaml)

Then it refits the defaults, frozen and fine-tuned, and the best trial of each study on all images but those of the test
part, evaluates them on the test part, and writes NAME.json. A study that has ended is not repeated. `tables` prints tables
of the results in Markdown.
SEXTANT_HOME and SEXTANT_DB hold for all commands.
"""

import argparse
import json
import statistics
import subprocess
from pathlib import Path

STUDIES = Path(__file__).resolve().parents[5] / "docs/benchmarks/studies"
KINDS = {"init": "", "frozen": "-frozen"}
ROWS = [
    ("ResNet-50 frozen, default head", "init", "frozen default"),
    ("ResNet-50 frozen, head tuned", "frozen", "best"),
    ("ResNet-18 fine-tuned, default", "init", "fine-tuned default"),
    ("**network and all settings tuned** (`init`)", "init", "best"),
]
DEFAULT = ("init", "frozen default")


class Sextant:
    def __init__(self, program):
        self.program = str(program)

    def run(self, *words):
        print("+ sextant " + " ".join(map(str, words)), flush=True)
        subprocess.run([self.program, *map(str, words)], check=True)

    def json(self, *words):
        done = subprocess.run([self.program, *map(str, words), "--json"], check=True, stdout=subprocess.PIPE, text=True)
        return json.loads(done.stdout)


def study_file(kind, options, images, name):
    """Writes the study file of a kind of study beside the CSV file and returns its path."""
    target = images.with_name(name + ".yaml")
    if kind == "init":
        networks = [] if options.networks is None else ["--backbones", options.networks]
        options.sextant.run("init", images, *networks, "--device-hours", options.device_hours, "--name", name,
                            "--to", target, "--force")
        text = target.read_text()
    else:
        text = (STUDIES / f"headline-{kind}.yaml").read_text()
        text = text.replace("cars-1-" + kind, name).replace("cars-1.csv", images.name)
        text = text.replace("networks/", f"{options.networks.resolve()}/")
        text = text.replace("device_hours: 0.75", f"device_hours: {options.device_hours}")
    target.write_text(text)
    return target


def measure(options, images):
    base = images.stem
    result = {"name": base, "studies": {}}
    for kind in options.kinds:
        name = base + KINDS[kind]
        options.sextant.run("sweep", study_file(kind, options, images, name), "--no-epochs")
        best = options.sextant.json("best", name)
        status = options.sextant.json("status", name)
        study = {
            "status": status,
            "best_trial": best,
            "trials": options.sextant.json("trials", name, "--limit", 100000),
        }
        trials = {"best": best["trial"]}
        if kind == "init":
            by_number = sorted(study["trials"], key=lambda trial: trial["trial"])
            trials["frozen default"] = 1
            trials["fine-tuned default"] = next(trial["trial"] for trial in by_number if is_fine_tuned(trial))
        for which, trial in trials.items():
            folder = options.to / name / which.replace(" ", "-")
            if not folder.exists():
                options.sextant.run("refit", name, "--trial", trial, "--to", folder)
            study[which] = options.sextant.json("evaluate", name, "--test", "--model", folder)
        result["studies"][kind] = study
        (options.to / (base + ".json")).write_text(json.dumps(result, indent=1))


def mean(values, digits=3):
    values = list(values)
    spread = f" ± {statistics.stdev(values):.{digits}f}" if len(values) > 1 else ""
    return f"{statistics.mean(values):.{digits}f}{spread}"


def tables(results):
    groups = {}
    for result in results:
        groups.setdefault(result["name"].rsplit("-", 1)[0], []).append(result)
    for data, splits in sorted(groups.items()):
        splits.sort(key=lambda result: result["name"])
        print(f"\n## {data}\n")
        accuracy_table(splits)
        print()
        cost_table(splits)
        print()
        runs_table(splits)
        print()
        confusion_table(splits)
        print()
        configurations(splits)


def accuracies(splits, kind, which):
    return [split["studies"][kind][which]["accuracy"] for split in splits if kind in split["studies"]]


def accuracy_table(splits):
    images = splits[0]["studies"]["init"]["best"]["images"]
    print(f"| test accuracy, {len(splits)} splits of {images} | mean | gain, points | each split (95 % confidence) |")
    print("| --- | ---: | ---: | --- |")
    default = accuracies(splits, *DEFAULT)
    for label, kind, which in ROWS:
        values = accuracies(splits, kind, which)
        if not values:
            continue
        gains = [100 * (value - first) for value, first in zip(values, default)]
        evaluated = [split["studies"][kind][which] for split in splits if kind in split["studies"]]
        each = ", ".join(f"{e['accuracy']:.3f} ({e['accuracy_low']:.3f} to {e['accuracy_high']:.3f})" for e in evaluated)
        gain = "" if (kind, which) == DEFAULT else f"{statistics.mean(gains):+.1f}"
        print(f"| {label} | {mean(values)} | {gain} | {each} |")


def cost_table(splits):
    print("| per split | trials | device hours | wall clock | device minutes per point of test accuracy |")
    print("| --- | ---: | ---: | ---: | ---: |")
    default = accuracies(splits, *DEFAULT)
    for label, kind, which in ROWS:
        studies = [split["studies"][kind] for split in splits if kind in split["studies"]]
        if which != "best" or not studies:
            continue
        trials = statistics.mean(len(study["trials"]) for study in studies)
        device = statistics.mean(study["status"]["device_seconds"] for study in studies)
        wall = statistics.mean(study["status"]["wall_seconds"] for study in studies)
        gain = 100 * statistics.mean(
            value - first for value, first in zip(accuracies(splits, kind, which), default))
        cost = f"{device / 60 / gain:.1f}" if gain > 0 else "no gain"
        print(f"| {label} | {trials:.0f} | {device / 3600:.2f} | {wall / 60:.0f} min | {cost} |")


def runs_table(splits):
    epochs = sorted({trial["epoch"] for split in splits for study in split["studies"].values()
                     for trial in study["trials"] if trial["epoch"]})
    print("| trials by epochs trained, all splits | " + " | ".join(str(epoch) for epoch in epochs) + " |")
    print("| --- |" + " ---: |" * len(epochs))
    for kind in KINDS:
        for fine_tuned in (False, True):
            counts = [0] * len(epochs)
            for split in splits:
                for trial in split["studies"].get(kind, {"trials": []})["trials"]:
                    if trial["epoch"] and is_fine_tuned(trial) == fine_tuned:
                        counts[epochs.index(trial["epoch"])] += 1
            if any(counts):
                print(f"| {kind}, {'fine-tuned' if fine_tuned else 'frozen'} | " + " | ".join(map(str, counts)) + " |")


def is_fine_tuned(trial):
    return str(trial["params"].get("fine_tuning")).lower() == "true"


def confusion_table(splits):
    print("| commonest confusions, all splits | default | tuned |")
    print("| --- | ---: | ---: |")
    first, best = {}, {}
    for split in splits:
        for counts, (where, which) in ((first, DEFAULT), (best, ("init", "best"))):
            for error in split["studies"][where][which]["errors"]:
                pair = (error["class"], error["taken_for"])
                counts[pair] = counts.get(pair, 0) + 1
    for pair in sorted(first, key=lambda pair: (-first[pair], pair))[:8]:
        print(f"| {pair[0]} taken for {pair[1]} | {first[pair]} | {best.get(pair, 0)} |")
    print(f"| all | {sum(first.values())} | {sum(best.values())} |")


def configurations(splits):
    for split in splits:
        for kind, study in split["studies"].items():
            best = study["best_trial"]
            print(f"- `{split['name'] + KINDS[kind]}`: trial {best['trial']}, validation {best['value']:.3f}: "
                  + ", ".join(f"{name} {value}" for name, value in best["params"].items()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run")
    run.add_argument("images", type=Path, nargs="+", help="CSV files that held_out.py has written")
    run.add_argument("--sextant", type=Sextant, default=Sextant("sextant"), help="the launcher")
    run.add_argument("--networks", type=Path, help="folder with the zip files and cards of the networks")
    run.add_argument("--device-hours", type=float, default=0.75, help="budget of each study")
    run.add_argument("--kinds", nargs="+", choices=KINDS, default=list(KINDS), help="studies to run")
    run.add_argument("--to", type=Path, required=True, help="folder for the results")
    show = commands.add_parser("tables")
    show.add_argument("results", type=Path, help="folder that `run` has written")
    options = parser.parse_args()
    if options.command == "run":
        options.to.mkdir(parents=True, exist_ok=True)
        for images in options.images:
            measure(options, images.resolve())
    else:
        tables([json.loads(file.read_text()) for file in sorted(options.results.glob("*.json"))])


if __name__ == "__main__":
    main()
