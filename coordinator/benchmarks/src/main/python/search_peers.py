#!/usr/bin/env python3
"""Runs other programs' searches on the protocol of Sextant's search benchmark (docs/benchmarks/search.md).

    python3 search_peers.py --lcbench DIR --tasks 3945,34539 --taskset FILES --peers optuna-tpe,dehb \
        --slots 1 --seeds 10 --budget-epochs 1040 --out peers.csv

Every peer is installed from PyPI, at the version that stands below, into a virtual environment under --environments (made once).
The output has the form of the benchmark's --out, which shows it in its tables by --with peers.csv.

Needs nothing but Python 3.10 or newer; the environments bring the rest.
"""

import argparse
import concurrent.futures
import csv
import glob
import gzip
import heapq
import json
import logging
import math
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import time
import venv
import warnings
import zlib

HEADER = "algorithm,suite,task,slots,seed,budget,epoch,best,time,recommended,ask_ms_p50,ask_ms_p99".split(",")

# Packages of each environment. Syne Tune pins versions that the others do not get along with.
ENVIRONMENTS = {
    "main": ["optuna==5.0.0", "smac==2.4.1", "dehb==0.1.2", "onnxruntime==1.22.1", "numpy<2", "scipy"],
    "main-torch": ["optuna==5.0.0", "torch==2.9.1", "onnxruntime==1.22.1", "numpy<2", "scipy"],
    "syne-tune": ["syne-tune==0.16.0", "huggingface_hub", "xgboost", "onnxruntime==1.22.1"],
    "syne-tune-old": ["syne-tune[gpsearchers]==0.13.0", "onnxruntime==1.22.1"],
}
DURATION_SPREAD = 0.4
LOWEST_RUNG = 1
REDUCTION = 3


# ---------------------------------------------------------------------------------------------------------------- tasks


class LcbenchTask:
    """A task of the LCBench surrogate on the unit cube of its seven parameters, mapped as Sextant maps them."""

    suite = "lcbench"
    epochs = 52
    dimensions = 7
    _session = None

    def __init__(self, folder, name):
        self.folder, self.name = folder, name
        codes = json.loads(pathlib.Path(folder, "encoding.json").read_text())["OpenML_task_id"]
        if name not in codes:
            sys.exit(f"--tasks: {folder} has no task {name}")
        self.code = codes[name]

    @staticmethod
    def _session_of(folder):
        import onnxruntime

        if LcbenchTask._session is None:
            options = onnxruntime.SessionOptions()
            options.intra_op_num_threads = options.inter_op_num_threads = 1
            LcbenchTask._session = onnxruntime.InferenceSession(os.path.join(folder, "model.onnx"), options)
        return LcbenchTask._session

    def replay(self):
        return self

    def curve(self, point):
        """[epochs] accuracies of the configuration at a point."""
        import numpy

        def log_whole(u, low, high):
            bottom, top = math.log(low - 0.5), math.log(high + 0.5)
            return min(high, max(low, round(math.exp(bottom + u * (top - bottom)))))

        settings = [
            log_whole(point[0], 16, 512),
            math.exp(math.log(1e-4) + point[1] * math.log(1e3)),
            0.1 + 0.89 * point[2],
            1e-5 + (0.1 - 1e-5) * point[3],
            min(5, 1 + int(5 * point[4])),
            log_whole(point[5], 64, 1024),
            point[6],
        ]
        rows = numpy.empty((self.epochs, 8), numpy.float32)
        rows[:, 0] = range(1, self.epochs + 1)
        rows[:, 1:] = settings
        codes = numpy.full((self.epochs, 1), self.code, numpy.int32)
        outputs = self._session_of(self.folder).run(None, {"x_cat": codes, "x_cont": rows})[0]
        return [float(value) / 100 for value in outputs[:, 1]]


class TasksetTask:
    """A TaskSet table: a proposal takes the nearest row that its study has not used."""

    suite = "taskset"
    dimensions = 8

    def __init__(self, file):
        import numpy

        opened = gzip.open(file, "rt") if file.endswith(".gz") else open(file)
        with opened as text:
            rows = list(csv.reader(text))[1:]
        table = numpy.array([[float(cell) if cell else math.nan for cell in row] for row in rows])
        settings, losses = table[:, :8].copy(), table[:, 8:]
        for moment in (1, 2):
            settings[:, moment] = 1 - numpy.minimum(settings[:, moment], 1 - 1e-9)
        logs = numpy.log(settings)
        self.points = (logs - logs.min(0)) / (logs.max(0) - logs.min(0))
        worst = numpy.nanmedian(losses[:, 0])
        capped = numpy.minimum(numpy.where(numpy.isfinite(losses), losses, worst), worst)
        self.curves = (worst - capped) / (worst - capped.min())
        self.epochs = self.curves.shape[1]
        self.name = os.path.basename(file).removesuffix(".gz").removesuffix(".csv")

    def replay(self):
        return TasksetReplay(self)


class TasksetReplay:
    def __init__(self, task):
        self.task = task
        self.unused = set(range(len(task.points)))

    def curve(self, point):
        import numpy

        if not self.unused:
            raise SpaceExhausted()
        rows = numpy.array(sorted(self.unused))
        row = int(rows[((self.task.points[rows] - numpy.asarray(point)) ** 2).sum(1).argmin()])
        self.unused.discard(row)
        return [float(value) for value in self.task.curves[row]]


class SpaceExhausted(Exception):
    """Every row of the table is used."""


# ---------------------------------------------------------------------------------------------------------------- peers


class Job:
    """A stretch of training that a peer asks for: a configuration (by key) up to an epoch."""

    def __init__(self, key, point, to_epoch, handle):
        self.key, self.point, self.to_epoch, self.handle = key, point, to_epoch, handle


class Peer:
    """ask() proposes; epoch() hears of every new epoch and may stop the job; done() hears of its end. None: wait."""

    def ask(self):
        raise NotImplementedError

    def epoch(self, job, epoch, value):
        return False

    def done(self, job, curve):
        pass


class Optuna(Peer):
    def __init__(self, task, seed, slots, sampler, pruner):
        import optuna

        optuna.logging.set_verbosity(optuna.logging.ERROR)
        self.optuna, self.task, self.pruned = optuna, task, pruner is not None
        samplers = optuna.samplers
        chosen = {
            "tpe": lambda: samplers.TPESampler(seed=seed, constant_liar=slots > 1),
            "gp": lambda: samplers.GPSampler(seed=seed),
        }[sampler]()
        pruners = optuna.pruners
        stopper = pruners.HyperbandPruner(LOWEST_RUNG, task.epochs, REDUCTION) if self.pruned else pruners.NopPruner()
        # Hyperband's pruner chooses brackets by the study's name.
        self.study = optuna.create_study(
            direction="maximize", sampler=chosen, pruner=stopper, study_name=f"{task.name}-{seed}"
        )

    def ask(self):
        trial = self.study.ask()
        point = [trial.suggest_float(f"x{axis}", 0, 1) for axis in range(self.task.dimensions)]
        return Job(trial.number, point, self.task.epochs, trial)

    def epoch(self, job, epoch, value):
        if not self.pruned:
            return False
        job.handle.report(value, epoch)
        return epoch < self.task.epochs and job.handle.should_prune()

    def done(self, job, curve):
        if self.pruned and len(curve) < self.task.epochs:
            self.study.tell(job.handle, state=self.optuna.trial.TrialState.PRUNED)
        else:
            self.study.tell(job.handle, curve[-1] if self.pruned else max(curve))


class Smac(Peer):
    """One slot only: several would need its own Dask runner."""

    def __init__(self, task, seed, slots, facade):
        from ConfigSpace import ConfigurationSpace, Float
        from smac import BlackBoxFacade, HyperparameterOptimizationFacade, MultiFidelityFacade, Scenario

        if slots > 1:
            sys.exit("SMAC's ask and tell has one slot; run it with --slots 1")
        self.task, self.multi_fidelity = task, facade == "mf"
        space = ConfigurationSpace(seed=seed)
        space.add([Float(f"x{axis}", (0.0, 1.0)) for axis in range(task.dimensions)])
        self.folder = tempfile.TemporaryDirectory()
        budgets = {"min_budget": LOWEST_RUNG, "max_budget": task.epochs} if self.multi_fidelity else {}
        scenario = Scenario(
            space,
            deterministic=True,
            n_trials=1_000_000,
            seed=seed,
            output_directory=pathlib.Path(self.folder.name),
            **budgets,
        )
        kind = {"mf": MultiFidelityFacade, "rf": HyperparameterOptimizationFacade, "gp": BlackBoxFacade}[facade]
        # Its default design, a quarter of a million-trial budget, would never end.
        design = {} if self.multi_fidelity else {"initial_design": kind.get_initial_design(scenario, n_configs=10)}
        self.smac = kind(
            scenario,
            lambda config, seed=0, budget=None: 0.0,
            overwrite=True,
            logging_level=logging.CRITICAL,
            **design,
        )

    def ask(self):
        info = self.smac.ask()
        point = [float(info.config[f"x{axis}"]) for axis in range(self.task.dimensions)]
        return Job(tuple(point), point, round(info.budget) if self.multi_fidelity else self.task.epochs, info)

    def done(self, job, curve):
        from smac.runhistory.dataclasses import TrialValue

        value = curve[-1] if self.multi_fidelity else max(curve)
        self.smac.tell(job.handle, TrialValue(cost=-value, time=float(job.to_epoch)))


class Dehb(Peer):
    def __init__(self, task, seed, slots):
        from ConfigSpace import ConfigurationSpace, Float
        from dehb import DEHB

        self.task = task
        space = ConfigurationSpace(seed=seed)
        space.add([Float(f"x{axis}", (0.0, 1.0)) for axis in range(task.dimensions)])
        self.folder = tempfile.TemporaryDirectory()
        self.dehb = DEHB(
            f=lambda *arguments, **keywords: None,
            cs=space,
            dimensions=task.dimensions,
            min_fidelity=LOWEST_RUNG,
            max_fidelity=task.epochs,
            eta=REDUCTION,
            n_workers=slots,
            output_path=self.folder.name,
            seed=seed,
            save_freq="end",
            log_level="ERROR",
        )

    def ask(self):
        info = self.dehb.ask()
        point = [float(info["config"][f"x{axis}"]) for axis in range(self.task.dimensions)]
        return Job(tuple(point), point, round(info["fidelity"]), info)

    def done(self, job, curve):
        self.dehb.tell(job.handle, {"fitness": -curve[-1], "cost": float(job.to_epoch)})


class SyneTune(Peer):
    """Schedulers of Syne Tune stop trials; with 0.13's interface for those that 0.16 has no more."""

    def __init__(self, task, seed, slots, scheduler, old):
        import numpy
        from syne_tune.config_space import uniform
        from syne_tune.optimizer import baselines

        numpy.random.seed(seed % 2**32)
        random.seed(seed)
        self.task, self.old, self.started = task, old, 0
        space = {f"x{axis}": uniform(0, 1) for axis in range(task.dimensions)}
        kind = getattr(baselines, scheduler)
        if old:
            self.scheduler = kind(
                space,
                metric="value",
                mode="max",
                resource_attr="epoch",
                max_t=task.epochs,
                grace_period=LOWEST_RUNG,
                reduction_factor=REDUCTION,
                random_seed=seed,
                search_options={"debug_log": False},
            )
        else:
            self.scheduler = kind(
                space,
                metric="value",
                time_attr="epoch",
                max_t=task.epochs,
                do_minimize=False,
                random_seed=seed,
                grace_period=LOWEST_RUNG,
                reduction_factor=REDUCTION,
            )

    def ask(self):
        import datetime
        from syne_tune.backend.trial_status import Trial

        suggestion = self.scheduler.suggest(trial_id=self.started) if self.old else self.scheduler.suggest()
        trial = Trial(trial_id=self.started, config=suggestion.config, creation_time=datetime.datetime.now())
        self.started += 1
        self.scheduler.on_trial_add(trial)
        point = [float(trial.config[f"x{axis}"]) for axis in range(self.task.dimensions)]
        return Job(trial.trial_id, point, self.task.epochs, trial)

    def epoch(self, job, epoch, value):
        decision = self.scheduler.on_trial_result(job.handle, {"value": value, "epoch": epoch})
        return decision != "CONTINUE"

    def done(self, job, curve):
        if not self.old:
            return
        if len(curve) < self.task.epochs:
            self.scheduler.on_trial_remove(job.handle)
        else:
            self.scheduler.on_trial_complete(job.handle, {"value": curve[-1], "epoch": len(curve)})


# Name: environment, what the tables call it, and how it is made for (task, seed, slots).
PEERS = {
    "optuna-tpe": ("main", "Optuna 5.0.0 TPE", lambda *a: Optuna(*a, "tpe", None)),
    "optuna-tpe-hyperband": ("main", "Optuna 5.0.0 TPE + Hyperband", lambda *a: Optuna(*a, "tpe", "hyperband")),
    "optuna-gp": ("main-torch", "Optuna 5.0.0 GP", lambda *a: Optuna(*a, "gp", None)),
    "optuna-gp-hyperband": ("main-torch", "Optuna 5.0.0 GP + Hyperband", lambda *a: Optuna(*a, "gp", "hyperband")),
    "smac-mf": ("main", "SMAC3 2.4.1 multi-fidelity", lambda *a: Smac(*a, "mf")),
    "smac-rf": ("main", "SMAC3 2.4.1 random forest", lambda *a: Smac(*a, "rf")),
    "smac-gp": ("main", "SMAC3 2.4.1 GP", lambda *a: Smac(*a, "gp")),
    "dehb": ("main", "DEHB 0.1.2", lambda *a: Dehb(*a)),
    "syne-asha": ("syne-tune", "Syne Tune 0.16.0 ASHA", lambda *a: SyneTune(*a, "ASHA", False)),
    "syne-bohb": ("syne-tune", "Syne Tune 0.16.0 BOHB", lambda *a: SyneTune(*a, "BOHB", False)),
    "syne-asha-cqr": ("syne-tune", "Syne Tune 0.16.0 ASHA-CQR", lambda *a: SyneTune(*a, "ASHACQR", False)),
    "syne-asha-bore": ("syne-tune", "Syne Tune 0.16.0 ASHA-BORE", lambda *a: SyneTune(*a, "ASHABORE", False)),
    "syne-mobster": ("syne-tune-old", "Syne Tune 0.13.0 MOBSTER", lambda *a: SyneTune(*a, "MOBSTER", True)),
    "syne-hypertune": ("syne-tune-old", "Syne Tune 0.13.0 Hyper-Tune", lambda *a: SyneTune(*a, "HyperTune", True)),
}


# ----------------------------------------------------------------------------------------------------------- simulation


class Trial:
    def __init__(self, curve, duration):
        self.curve, self.duration, self.trained = curve, duration, 0


class Study:
    """Simulated slots: an epoch of a trial takes lognormal(0.4) units of time, fixed per trial. New epochs are charged."""

    def __init__(self, peer, task, seed, slots, budget):
        self.peer, self.replay, self.slots, self.budget = peer, task.replay(), slots, budget
        self.durations = random.Random(seed)
        self.trials, self.events, self.steps = {}, [], []
        self.charged, self.now, self.busy, self.order = 0, 0.0, 0, 0
        self.best, self.best_trial = -math.inf, None
        self.asked, self.spent = [], 0.0

    def run(self):
        try:
            self._fill()
            while self.charged < self.budget and self.events:
                self._end_epoch()
        except SpaceExhausted:
            pass
        return self

    def _timed(self, call, *arguments):
        before = time.perf_counter()
        answer = call(*arguments)
        self.spent += time.perf_counter() - before
        return answer

    def _fill(self):
        while self.busy < self.slots and self.charged < self.budget:
            job = self._timed(self.peer.ask)
            self.asked.append(self.spent)
            self.spent = 0.0
            if job is None:
                return
            if job.key not in self.trials:
                duration = math.exp(DURATION_SPREAD * self.durations.gauss(0, 1))
                self.trials[job.key] = Trial(self.replay.curve(job.point), duration)
            trial = self.trials[job.key]
            if trial.trained >= job.to_epoch:
                # Known already: nothing to train, nothing to charge.
                self._timed(self.peer.done, job, trial.curve[: job.to_epoch])
            else:
                self.busy += 1
                self._schedule(job, trial)

    def _schedule(self, job, trial):
        self.order += 1
        heapq.heappush(self.events, (self.now + trial.duration, self.order, job))

    def _end_epoch(self):
        self.now, _, job = heapq.heappop(self.events)
        trial = self.trials[job.key]
        trial.trained += 1
        self.charged += 1
        value = trial.curve[trial.trained - 1]
        if value > self.best:
            self.best, self.best_trial = value, trial
            self.steps.append((self.charged, value, self.now))
        stopped = self._timed(self.peer.epoch, job, trial.trained, value)
        if stopped or trial.trained >= job.to_epoch:
            self._timed(self.peer.done, job, trial.curve[: trial.trained])
            self.busy -= 1
            self._fill()
        else:
            self._schedule(job, trial)

    def rows(self, key):
        for epoch, value, at in self.steps:
            yield key + [epoch, repr(value), repr(at), "", "", ""]
        asked = sorted(1000 * seconds for seconds in self.asked)
        quantiles = [repr(asked[int(share * (len(asked) - 1))]) for share in (0.5, 0.99)]
        last = self.steps[-1] if self.steps else (0, math.nan, 0.0)
        score = max(self.best_trial.curve) if self.best_trial else math.nan
        cells = [repr(last[1]), repr(last[2]), repr(score)]
        yield key + [self.charged] + ["NaN" if cell == "nan" else cell for cell in cells] + quantiles


# ---------------------------------------------------------------------------------------------------------------- runs


def study_rows(arguments):
    """One run in this process."""
    warnings.filterwarnings("ignore")
    logging.disable(logging.WARNING)
    options, peer_name, task_of, slots, number = arguments
    task = LcbenchTask(*task_of[1:]) if task_of[0] == "lcbench" else TasksetTask(task_of[1])
    _, label, make = PEERS[peer_name]
    seed = zlib.crc32(f"{task.suite}/{task.name}/{number}".encode()) % 2**31
    study = Study(make(task, seed, slots), task, seed, slots, options.budget_epochs).run()
    key = [label, task.suite, task.name, slots, number, options.budget_epochs]
    return list(study.rows(key))


def tasks_of(options):
    found = []
    if options.lcbench:
        names = options.tasks.split(",") if options.tasks else []
        if not names:
            with open(os.path.join(options.lcbench, "reference.csv")) as file:
                names = [row["task"] for row in csv.DictReader(file)]
        found += [("lcbench", options.lcbench, name) for name in names]
    for path in options.taskset.split(",") if options.taskset else []:
        files = sorted(glob.glob(os.path.join(path, "*.csv")) + glob.glob(os.path.join(path, "*.csv.gz")))
        files = [file for file in files if os.path.basename(file) != "reference.csv"]
        found += [("taskset", file) for file in (files if os.path.isdir(path) else [path])]
    if not found:
        sys.exit("nothing to run on: give --lcbench or --taskset")
    return found


def work(options):
    """All runs of --peers, in the environment that this interpreter belongs to."""
    jobs = [
        (options, peer, task, slots, number)
        for peer in options.peers.split(",")
        for slots in map(int, options.slots.split(","))
        for task in tasks_of(options)
        for number in range(options.first_seed, options.first_seed + options.seeds)
    ]
    # Some libraries print on standard output, which is for rows alone.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    writer = csv.writer(out, lineterminator="\n")
    if options.threads == 1:
        results = map(study_rows, jobs)
    else:
        results = concurrent.futures.ProcessPoolExecutor(options.threads).map(study_rows, jobs)
    for rows in results:
        writer.writerows(rows)
        out.flush()


def python_of(folder, name):
    """The interpreter of an environment, which is made when it is not there."""
    home = pathlib.Path(folder, name)
    python = home / "bin" / "python"
    done = home / "installed"
    if not done.exists() or done.read_text() != "\n".join(ENVIRONMENTS[name]):
        print(f"installing {', '.join(ENVIRONMENTS[name])} into {home}", file=sys.stderr)
        venv.create(home, with_pip=True)
        subprocess.run([python, "-m", "pip", "install", "--quiet", *ENVIRONMENTS[name]], check=True)
        done.write_text("\n".join(ENVIRONMENTS[name]))
    return python


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lcbench", metavar="DIR")
    parser.add_argument("--tasks", metavar="IDS", help="LCBench tasks; without it those of its reference.csv")
    parser.add_argument("--taskset", metavar="FILES", help="TaskSet tables, or folders of them")
    parser.add_argument("--peers", metavar="NAMES", default=",".join(PEERS), help="of " + ", ".join(PEERS))
    parser.add_argument("--slots", metavar="W", default="1")
    parser.add_argument("--seeds", metavar="N", type=int, default=10)
    parser.add_argument("--first-seed", metavar="N", type=int, default=0)
    parser.add_argument("--budget-epochs", metavar="N", type=int, default=1040)
    parser.add_argument("--threads", metavar="N", type=int, default=os.cpu_count())
    parser.add_argument("--environments", metavar="DIR", default=os.path.expanduser("~/.cache/sextant-peers"))
    parser.add_argument("--out", metavar="FILE.csv")
    parser.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    unknown = [peer for peer in options.peers.split(",") if peer not in PEERS]
    if unknown:
        parser.error(f"--peers: there is no {', '.join(unknown)}, choose of {', '.join(PEERS)}")
    if options.worker:
        work(options)
        return
    if not options.out:
        parser.error("--out is missing")
    passed = [argument for argument in sys.argv[1:]]
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "PYTHONWARNINGS": "ignore"}
    with open(options.out, "w") as out:
        out.write(",".join(HEADER) + "\n")
        out.flush()
        for name in ENVIRONMENTS:
            here = [peer for peer in options.peers.split(",") if PEERS[peer][0] == name]
            if here:
                python = python_of(options.environments, name)
                command = [python, __file__, *passed, "--peers", ",".join(here), "--worker"]
                subprocess.run(command, stdout=out, env={**os.environ, **quiet}, check=True)


if __name__ == "__main__":
    main()
