#!/usr/bin/env python3
"""What a plain PyTorch script makes of the same images, network, split and settings as Sextant's image classifier.

    python -m venv venv && venv/bin/pip install torch==2.9.1 optuna==5.0.0 pillow==12.0.0 numpy==2.3.5
    venv/bin/python image_peers.py default --data data/cars --backbone mobilenet.zip --epochs 9 --seeds 3
    venv/bin/python image_peers.py study --data data/cars --backbone mobilenet.zip --epochs 9 --trials 40 --target 0.6
    venv/bin/python image_peers.py rate --backbone mobilenet.zip --threads 2

`default` trains a head with the trainer's default settings on a frozen network. `study` searches the head's settings with Optuna
(TPE, successive halving) until the target is reached; --forward runs the frozen network on every image in every epoch, as a
script without a thought for it does, else its features are computed once. `rate` trains the whole network on random images, a
step at a time, and prints images a second.

The network is a zip of Deeplearning4j's that consists of convolutions, depthwise convolutions, batch norm, activations, sums and
pooling; its weights are read from the zip. Images are those of a folder a class; the same of them validate as in Sextant.
"""

import argparse
import hashlib
import json
import math
import struct
import time
import zipfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image
from torch import nn
from torch.nn import functional

IMAGENET = ((0.485, 0.456, 0.406), (0.229, 0.224, 0.225))


# -------------------------------------------------------------------------------------------------------------- network


def read_buffer(stream, offset):
    """One buffer of ND4J's: a mode, a length, a type, big-endian values. Returns (values, next offset)."""

    def text(at):
        (length,) = struct.unpack_from(">H", stream, at)
        return stream[at + 2 : at + 2 + length].decode(), at + 2 + length

    _, offset = text(offset)
    (count,) = struct.unpack_from(">q", stream, offset)
    kind, offset = text(offset + 8)
    code = {"LONG": ">i8", "INT": ">i4", "FLOAT": ">f4", "DOUBLE": ">f8"}[kind]
    values = np.frombuffer(stream, code, count, offset)
    return values, offset + values.nbytes


class Zip:
    """A ComputationGraph as ModelSerializer writes it."""

    def __init__(self, path):
        with zipfile.ZipFile(path) as file:
            self.graph = json.loads(file.read("configuration.json"))
            coefficients = file.read("coefficients.bin")
        _, offset = read_buffer(coefficients, 0)
        values, _ = read_buffer(coefficients, offset)
        self.weights = torch.from_numpy(values.astype(np.float32))

    def order(self):
        names = {name: set(inputs) - set(self.graph["networkInputs"]) for name, inputs in self.graph["vertexInputs"].items()}
        done = []
        while names:
            ready = [name for name, inputs in names.items() if inputs <= set(done)]
            done += ready
            for name in ready:
                del names[name]
        stored = self.graph.get("topologicalOrderStr")
        return [name for name in stored if name in self.graph["vertices"]] if stored else done


class Backbone(nn.Module):
    """The network of a zip. Gives its output, one vector an image."""

    def __init__(self, path):
        super().__init__()
        read = Zip(path)
        self.steps = []
        self.output = read.graph["networkOutputs"][0]
        self.input = read.graph["networkInputs"][0]
        at = 0

        def take(*shape, order=None):
            nonlocal at
            count = math.prod(shape)
            values = read.weights[at : at + count].reshape(shape)
            values = values.clone() if order is None else values.permute(order).contiguous()
            at += count
            name = f"weight{len(list(self.parameters()))}"
            self.register_parameter(name, nn.Parameter(values))
            return getattr(self, name)

        for name in read.order():
            vertex = read.graph["vertices"][name]
            inputs = read.graph["vertexInputs"][name]
            layer = vertex.get("layerConf", {}).get("layer")
            kind = (layer or vertex)["@class"].rsplit(".", 1)[-1]
            activation = (layer or {}).get("activationFn", {}).get("@class", "Identity").rsplit(".", 1)[-1]
            if kind in ("ConvolutionLayer", "DepthwiseConvolution2D"):
                height, width = layer["kernelSize"]
                bias = take(layer["nout"]) if layer["hasBias"] else None
                if kind == "ConvolutionLayer":
                    weight, groups = take(layer["nout"], layer["nin"], height, width), 1
                else:
                    # [height, width, in, multiplier], of which the multiplier is 1.
                    weight, groups = take(height, width, layer["nin"], 1, order=(2, 3, 0, 1)), layer["nin"]
                compute = self.convolution(layer, weight, bias, groups)
            elif kind == "BatchNormalization":
                gamma, beta, mean, variance = (take(layer["nout"]) for _ in range(4))
                compute = self.norm(gamma, beta, mean, variance, layer["eps"])
                activation = "Identity"
            elif kind == "ActivationLayer":
                compute = lambda x: x
            elif kind == "ElementWiseVertex":
                compute = lambda *x: sum(x)
            elif kind == "SubsamplingLayer":
                compute = self.pooling(layer)
            elif kind == "GlobalPoolingLayer":
                compute = lambda x: x.mean((2, 3))
            elif kind == "ZeroPaddingLayer":
                top, bottom, left, right = layer["padding"]
                compute = lambda x, pad=(left, right, top, bottom): functional.pad(x, pad)
            else:
                raise SystemExit(f"{path}: the layer {name} is a {kind}, which this script cannot compute")
            self.steps.append((name, inputs, compute, activation))
        if at != len(read.weights):
            raise SystemExit(f"{path}: {len(read.weights)} weights, of which {at} were used")

    @staticmethod
    def padded(layer, x, value=0.0):
        """(x, padding): `Same` adds what is odd below and to the right."""
        if layer["convolutionMode"] != "Same":
            return x, tuple(layer["padding"])
        pads = []
        for size, kernel, stride in zip(x.shape[:1:-1], layer["kernelSize"][::-1], layer["stride"][::-1]):
            total = max((math.ceil(size / stride) - 1) * stride + kernel - size, 0)
            pads += [total // 2, total - total // 2]
        return functional.pad(x, pads, value=value), (0, 0)

    def convolution(self, layer, weight, bias, groups):
        def compute(x):
            x, padding = self.padded(layer, x)
            return functional.conv2d(x, weight, bias, layer["stride"], padding, groups=groups)

        return compute

    def norm(self, gamma, beta, mean, variance, epsilon):
        return lambda x: functional.batch_norm(x, mean, variance, gamma, beta, eps=epsilon)

    def pooling(self, layer):
        def compute(x):
            if layer["poolingType"] == "MAX":
                x, padding = self.padded(layer, x, -math.inf)
                return functional.max_pool2d(x, layer["kernelSize"], layer["stride"], padding)
            x, padding = self.padded(layer, x)
            return functional.avg_pool2d(x, layer["kernelSize"], layer["stride"], padding)

        return compute

    def forward(self, images):
        values = {self.input: images}
        for name, inputs, compute, activation in self.steps:
            x = compute(*(values[i] for i in inputs))
            if activation == "ActivationReLU":
                x = functional.relu(x)
            elif activation == "ActivationReLU6":
                x = functional.relu6(x)
            elif activation not in ("Identity", "ActivationIdentity"):
                raise SystemExit(f"{name}: unknown activation {activation}")
            values[name] = x
        return values[self.output]


# ----------------------------------------------------------------------------------------------------------------- data


def decode(path, size):
    """Shorter side to size, then the middle; the filter widens as it shrinks."""
    with Image.open(path) as image:
        image = image.convert("RGB")
        shorter = min(image.size)
        left, top = ((side - shorter) / 2 for side in image.size)
        box = (left, top, left + shorter, top + shorter)
        return np.asarray(image.resize((size, size), Image.Resampling.BILINEAR, box=box))


def fed(images, preprocessing):
    values = torch.from_numpy(images).permute(0, 3, 1, 2).float()
    if preprocessing == "symmetric":
        return values / 127.5 - 1
    mean, deviation = (torch.tensor(v).view(1, 3, 1, 1) for v in IMAGENET)
    return (values / 255 - mean) / deviation


class Photographs:
    def __init__(self, folder, size, preprocessing):
        begin = time.perf_counter()
        folder = Path(folder)
        self.classes = sorted(child.name for child in folder.iterdir() if child.is_dir())
        paths, labels, self.validating = [], [], []
        for label, name in enumerate(self.classes):
            of_class = sorted(p for p in (folder / name).rglob("*") if p.is_file())
            # The same of each class validate as in Sextant: the first 20 % by the hash of seed 0 and path.
            by_hash = sorted(
                of_class, key=lambda p: hashlib.sha256(struct.pack(">q", 0) + p.relative_to(folder).as_posix().encode()).hexdigest()
            )
            chosen = set(by_hash[: max(1, min(len(of_class) - 1, math.floor(0.2 * len(of_class) + 0.5)))])
            for path in of_class:
                if path in chosen:
                    self.validating.append(len(paths))
                paths.append(path)
                labels.append(label)
        self.images = fed(np.stack([decode(path, size) for path in paths]), preprocessing)
        self.labels = torch.tensor(labels)
        learning = set(range(len(paths))) - set(self.validating)
        self.learning = torch.tensor(sorted(learning))
        self.validating = torch.tensor(self.validating)
        self.seconds = time.perf_counter() - begin


def features(backbone, images):
    with torch.inference_mode():
        return torch.cat([backbone(batch) for batch in images.split(32)])


# ------------------------------------------------------------------------------------------------------------- training

DEFAULTS = dict(
    layers=1, hidden_size=256, dropout=0.0, batch_size=32, optimizer="adamw", learning_rate=0.01, weight_decay=0.01,
    schedule="one_cycle", momentum=0.9,
)


def head(settings, width, classes):
    layers = []
    for _ in range(settings["layers"]):
        linear = nn.Linear(width, settings["hidden_size"])
        nn.init.kaiming_normal_(linear.weight)
        nn.init.zeros_(linear.bias)
        layers += [nn.Dropout(settings["dropout"]), linear, nn.ReLU()]
        width = settings["hidden_size"]
    output = nn.Linear(width, classes)
    nn.init.xavier_normal_(output.weight)
    nn.init.zeros_(output.bias)
    return nn.Sequential(*layers, nn.Dropout(settings["dropout"]), output)


def optimizer(settings, model):
    decays = [p for p in model.parameters() if p.dim() > 1]
    rest = [p for p in model.parameters() if p.dim() == 1]
    groups = [{"params": decays, "weight_decay": settings["weight_decay"]}, {"params": rest, "weight_decay": 0.0}]
    if settings["optimizer"] == "sgd":
        return torch.optim.SGD(groups, lr=settings["learning_rate"], momentum=settings["momentum"], nesterov=settings["momentum"] > 0)
    kind = torch.optim.AdamW if settings["optimizer"] == "adamw" else torch.optim.Adam
    return kind(groups, lr=settings["learning_rate"])


def train(settings, seed, epochs, data, inputs, backbone=None):
    """Yields the accuracy on the validation images after each epoch. With a backbone inputs are images, else features."""
    torch.manual_seed(seed)
    sees = (lambda x: x) if backbone is None else (lambda x: features(backbone, x))
    width = sees(inputs[:1]).shape[1]
    model = head(settings, width, len(data.classes))
    steps = optimizer(settings, model)
    per_epoch = math.ceil(len(data.learning) / settings["batch_size"])
    schedule = None
    if settings["schedule"] == "one_cycle":
        schedule = torch.optim.lr_scheduler.OneCycleLR(
            steps, settings["learning_rate"], total_steps=epochs * per_epoch, cycle_momentum=False)
    elif settings["schedule"] == "cosine":
        schedule = torch.optim.lr_scheduler.CosineAnnealingLR(steps, epochs * per_epoch)
    for _ in range(epochs):
        model.train()
        for batch in data.learning[torch.randperm(len(data.learning))].split(settings["batch_size"]):
            loss = functional.cross_entropy(model(sees(inputs[batch])), data.labels[batch])
            steps.zero_grad()
            loss.backward()
            steps.step()
            if schedule:
                schedule.step()
        model.eval()
        with torch.inference_mode():
            predicted = torch.cat([model(sees(inputs[batch])) for batch in data.validating.split(256)]).argmax(1)
        yield (predicted == data.labels[data.validating]).float().mean().item()


def default(options, data, backbone):
    values = features(backbone, data.images)
    last = []
    for seed in range(1, options.seeds + 1):
        begin = time.perf_counter()
        *_, accuracy = train(DEFAULTS, seed, options.epochs, data, values)
        last.append(accuracy)
        print(f"seed {seed}: accuracy {accuracy:.4f}, {time.perf_counter() - begin:.2f} s", flush=True)
    print(f"mean accuracy {np.mean(last):.4f}, deviation {np.std(last, ddof=1) if len(last) > 1 else 0:.4f}")


def study(options, data, backbone):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    begin = time.perf_counter()
    inputs = data.images if options.forward else features(backbone, data.images)
    spent = [0]

    def objective(trial):
        settings = dict(DEFAULTS)
        settings["optimizer"] = trial.suggest_categorical("optimizer", ["sgd", "adam", "adamw"])
        if settings["optimizer"] == "sgd":
            settings["momentum"] = trial.suggest_float("momentum", 0.0, 0.95)
        settings["learning_rate"] = trial.suggest_float("learning_rate", 1e-4, 0.3, log=True)
        settings["weight_decay"] = trial.suggest_float("weight_decay", 1e-5, 0.3, log=True)
        settings["schedule"] = trial.suggest_categorical("schedule", ["constant", "cosine", "one_cycle"])
        settings["layers"] = trial.suggest_int("layers", 0, 2)
        if settings["layers"] > 0:
            settings["hidden_size"] = trial.suggest_categorical("hidden_size", [64, 128, 256, 512])
        settings["dropout"] = trial.suggest_float("dropout", 0.0, 0.6)
        settings["batch_size"] = 2 ** trial.suggest_int("log_batch_size", 4, 7)
        best = 0.0
        curve = train(settings, options.seed * 1000 + trial.number, options.epochs, data, inputs, backbone if options.forward else None)
        for epoch, accuracy in enumerate(curve, 1):
            spent[0] += 1
            best = max(best, accuracy)
            trial.report(accuracy, epoch)
            if trial.should_prune():
                raise optuna.TrialPruned()
        return best

    def stop(study, trial):
        if options.target and study.best_trials and study.best_value >= options.target:
            study.stop()

    searched = optuna.create_study(
        direction="maximize",
        sampler=optuna.samplers.TPESampler(seed=options.seed),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=3),
    )
    searched.optimize(objective, n_trials=options.trials, callbacks=[stop])
    seconds = time.perf_counter() - begin
    print(
        f"seed {options.seed}: best {searched.best_value:.4f}, {len(searched.trials)} trials, {spent[0]} epochs, {seconds:.1f} s "
        f"after {data.seconds:.1f} s of decoding")


def rate(options, backbone):
    """Of training (SGD with momentum and weight decay, on all weights) and of asking, as the training benchmark does."""
    torch.manual_seed(1)
    images = torch.rand(options.batch, 3, options.size, options.size)
    labels = torch.arange(options.batch) % 20

    def measured(memory_format):
        inputs = images.contiguous(memory_format=memory_format)
        for weight in backbone.parameters():
            if weight.dim() == 4:
                weight.data = weight.data.contiguous(memory_format=memory_format)
        model = nn.Sequential(backbone, nn.Linear(backbone(inputs[:1]).shape[1], 20))
        steps = torch.optim.SGD(model.parameters(), lr=1e-4, momentum=0.9, nesterov=True, weight_decay=1e-4)

        def train():
            steps.zero_grad()
            functional.cross_entropy(model(inputs), labels).backward()
            steps.step()

        def ask():
            with torch.inference_mode():
                model(inputs)

        return rate_of(train), rate_of(ask)

    def rate_of(step):
        step()
        step()
        begin = time.perf_counter()
        for _ in range(options.steps):
            step()
        return options.steps * options.batch / (time.perf_counter() - begin)

    rates = {"as it comes": [], "channels last": []}
    for _ in range(options.rounds):
        for name, memory_format in (("as it comes", torch.contiguous_format), ("channels last", torch.channels_last)):
            rates[name].append(measured(memory_format))
    for name, both in rates.items():
        train, ask = np.median(np.array(both), axis=0)
        print(f"{name}: train {train:.1f}, forward {ask:.1f} images/s, {torch.get_num_threads()} threads")


def check(options, backbone):
    """The outputs recorded beside the published networks."""
    size = options.size
    c, y, x = np.meshgrid(*(np.arange(n, dtype=np.int64) for n in (3, size, size)), indexing="ij")
    image = ((7919 * c + 104729 * y + 1299709 * x + 31 * x * y) % 256).transpose(1, 2, 0)[None].astype(np.uint8)
    values = features(backbone, fed(image, options.preprocessing))[0]
    name = Path(options.backbone).name
    lines = [line.split(",") for line in open(options.reference) if line.startswith(f"{name},{size},")]
    print(f"{name}: largest difference {max(abs(values[int(f)].item() - float(v)) for _, _, f, v in lines):.2g} of {len(lines)}")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["default", "study", "rate", "check"])
    parser.add_argument("--data", help="a folder a class")
    parser.add_argument("--backbone", required=True, help="a zip of Deeplearning4j's")
    parser.add_argument("--size", type=int, default=128, help="side of the images, pixels")
    parser.add_argument("--preprocessing", choices=["symmetric", "imagenet"], default="symmetric")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--seeds", type=int, default=3, help="for default")
    parser.add_argument("--seed", type=int, default=1, help="for study")
    parser.add_argument("--trials", type=int, default=40)
    parser.add_argument("--target", type=float, help="an accuracy that ends the study")
    parser.add_argument("--forward", action="store_true", help="run the frozen network in every epoch")
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--batch", type=int, default=32, help="for rate: images a step")
    parser.add_argument("--steps", type=int, default=6, help="for rate, a round")
    parser.add_argument("--rounds", type=int, default=3, help="for rate")
    parser.add_argument("--reference", help="for check: a file of columns file, size, feature, value")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    backbone = Backbone(options.backbone).eval()
    if options.what == "check":
        check(options, backbone)
        return
    if options.what == "rate":
        rate(options, backbone)
        return
    data = Photographs(options.data, options.size, options.preprocessing)
    {"default": default, "study": study}[options.what](options, data, backbone)


if __name__ == "__main__":
    main()
