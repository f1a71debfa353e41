"""An example program for Sextant: logistic regression on two moons, trained by stochastic gradient descent.

It needs only Python 3. It shows everything that a program does for `trainer: {type: command}`: it reads its
configuration, trains the requested epochs, resumes from a checkpoint, and prints one JSON line per epoch.
"""

import json
import math
import os
import random

TRAINING_POINTS = 300
VALIDATION_POINTS = 200
MOON_NOISE = 0.25


def two_moons(count, rng):
    """Points of two interleaved half circles, with their class."""
    points = []
    for i in range(count):
        label = i % 2
        angle = math.pi * rng.random()
        x, y = math.cos(angle), math.sin(angle)
        if label == 1:
            x, y = 1.0 - x, 0.5 - y
        points.append((x + rng.gauss(0.0, MOON_NOISE), y + rng.gauss(0.0, MOON_NOISE), label))
    return points


def features(x, y, degree):
    """All products x^i y^j with i + j <= degree; the first one is the bias."""
    return [x**i * y**j for i in range(degree + 1) for j in range(degree + 1 - i)]


def probability(weights, inputs):
    score = sum(w * v for w, v in zip(weights, inputs))
    return 1.0 / (1.0 + math.exp(-max(-30.0, min(30.0, score))))


def train_epoch(weights, examples, settings, rng):
    """One pass over the examples, in an order that depends only on the seed of the trial and the epoch."""
    order = list(range(len(examples)))
    rng.shuffle(order)
    size = settings["batch_size"]
    for start in range(0, len(order), size):
        batch = [examples[i] for i in order[start : start + size]]
        gradient = [settings["l2"] * w for w in weights]
        for inputs, label in batch:
            error = probability(weights, inputs) - label
            for k, value in enumerate(inputs):
                gradient[k] += error * value / len(batch)
        for k, slope in enumerate(gradient):
            weights[k] -= settings["learning_rate"] * slope


def measure(weights, examples):
    right, loss = 0, 0.0
    for inputs, label in examples:
        p = probability(weights, inputs)
        right += (p > 0.5) == (label == 1)
        loss -= math.log(p if label == 1 else 1.0 - p)
    return right / len(examples), loss / len(examples)


def main():
    with open(os.environ["SEXTANT_CONFIG"], encoding="utf-8") as file:
        config = json.load(file)
    settings = {"learning_rate": 0.1, "l2": 0.0, "degree": 1, "batch_size": 32}
    settings.update(config["settings"])

    # All trials use the same data, so they differ only in their configuration.
    data = random.Random(1)
    degree = settings["degree"]
    training = [(features(x, y, degree), c) for x, y, c in two_moons(TRAINING_POINTS, data)]
    validation = [(features(x, y, degree), c) for x, y, c in two_moons(VALIDATION_POINTS, data)]

    weights = [0.0] * len(training[0][0])
    if "resume_from" in config:
        with open(config["resume_from"], encoding="utf-8") as file:
            weights = json.load(file)["weights"]
        print("resuming after epoch", config["from_epoch"])

    for epoch in range(config["from_epoch"] + 1, config["to_epoch"] + 1):
        # Random numbers depend only on seed and epoch, so a resumed trial equals one that never stopped.
        train_epoch(weights, training, settings, random.Random(f"{config['seed']}/{epoch}"))
        accuracy, loss = measure(weights, validation)
        name = f"epoch-{epoch}.json"
        with open(os.path.join(config["checkpoints"], name), "w", encoding="utf-8") as file:
            json.dump({"weights": weights}, file)
        print(json.dumps({"epoch": epoch, "accuracy": accuracy, "loss": loss, "checkpoint": name}), flush=True)


if __name__ == "__main__":
    main()
