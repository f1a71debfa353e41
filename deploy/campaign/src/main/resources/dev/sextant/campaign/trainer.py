"""The program that a campaign trains: its values are cheap to compute, and every epoch is in a journal.

A value depends on all epochs before it through the checkpoint, so a wrong checkpoint gives wrong values. Arguments: the
journal, the seconds per epoch, the bytes of a checkpoint, and what to do wrong as JSON: {"trial:epoch": KIND}.
"""

import hashlib
import json
import math
import os
import signal
import subprocess
import sys
import time

JOURNAL, EPOCH_SECONDS, CHECKPOINT_BYTES, MISCHIEF = sys.argv[1], float(sys.argv[2]), int(sys.argv[3]), sys.argv[4]


def journal(kind, trial, epoch, value):
    """Appends a line and syncs it: what the journal says has happened, whatever is killed next."""
    line = "\t".join([kind, config["study"], str(trial), str(os.getpid()), str(epoch), str(value)]) + "\n"
    file = os.open(JOURNAL, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    os.write(file, line.encode())
    os.fsync(file)
    os.close(file)


def restore(path, trial, epoch):
    """Returns the state in a checkpoint, and tells the journal of one that should never have been passed."""
    with open(path, encoding="ascii") as file:
        head = file.readline().split()
        body = file.read()
    if head[:2] != [str(trial), str(epoch)] or hashlib.md5(body.encode()).hexdigest() != head[-1]:
        journal("CORRUPT", trial, epoch, head[:2])
        sys.exit("the checkpoint is not that of trial %d after epoch %d" % (trial, epoch))
    return head[2]


def save(folder, trial, epoch, state):
    name = "epoch-%d" % epoch
    body = (state * (CHECKPOINT_BYTES // len(state) + 1))[:CHECKPOINT_BYTES]
    with open(os.path.join(folder, name), "w", encoding="ascii") as file:
        file.write("%d %d %s %s\n" % (trial, epoch, state, hashlib.md5(body.encode()).hexdigest()))
        file.write(body)
    return name


def misbehave(kind, trial, epoch):
    """Does something wrong. Returns only if the epoch can still be reported."""
    if kind == "hang" and os.path.exists(JOURNAL + ".hung-%s-%d" % (config["study"], trial)):
        return
    journal("MISCHIEF", trial, epoch, kind)
    if kind == "flood":
        for i in range(20000):
            print("line", i)
            print("line", i, file=sys.stderr)
    elif kind == "huge-line":
        print("x" * 4000000)
    elif kind == "deaf":
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
    elif kind == "child":
        subprocess.Popen(["sleep", "600"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    elif kind == "hang":
        open(JOURNAL + ".hung-%s-%d" % (config["study"], trial), "w").close()
        time.sleep(600)
    elif kind == "exit":
        sys.exit(3)
    elif kind == "crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif kind == "nan":
        print(json.dumps({"epoch": epoch, "accuracy": math.nan}))
        time.sleep(600)
    elif kind == "wrong-epoch":
        print(json.dumps({"epoch": epoch + 5, "accuracy": 0.5}))
        time.sleep(600)
    elif kind == "broken-line":
        print('{"epoch": %d, "accuracy": 0.' % epoch)
        time.sleep(600)
    elif kind == "no-metric":
        print(json.dumps({"epoch": epoch, "loss": 0.5}))
        time.sleep(600)


with open(os.environ["SEXTANT_CONFIG"], encoding="utf-8") as given:
    config = json.load(given)
number, settings, mischief = config["trial"], config["settings"], json.loads(MISCHIEF)
text = json.dumps(settings, sort_keys=True)
current = hashlib.sha256(("%s %s" % (config["seed"], text)).encode()).hexdigest()
if "resume_from" in config:
    current = restore(config["resume_from"], number, config["from_epoch"])

for step in range(config["from_epoch"] + 1, config["to_epoch"] + 1):
    current = hashlib.sha256(("%s %d" % (current, step)).encode()).hexdigest()
    time.sleep(EPOCH_SECONDS)
    wrong = mischief.get("%d:%d" % (number, step))
    if wrong:
        misbehave(wrong, number, step)
    limit = 0.5 + 0.4 * math.exp(-abs(math.log10(settings["rate"]) + 2)) - 0.2 * settings["dropout"]
    accuracy = limit * (1 - math.exp(-0.4 * step)) + 0.05 * int(current[:8], 16) / 2**32
    saved = save(config["checkpoints"], number, step, current)
    journal("EPOCH", number, step, repr(accuracy))
    try:
        print(json.dumps({"epoch": step, "accuracy": accuracy, "checkpoint": saved}), flush=True)
    except BrokenPipeError:  # nobody listens; like many programs, it goes on until it is ended
        sys.stdout = open(os.devnull, "w", encoding="ascii")
if mischief.get("%d:%d" % (number, config["to_epoch"])) == "deaf":
    time.sleep(600)
