"""Writes networks of keras.applications with random weights, and what they make of an image, to check the reading of them.

    python -m venv venv && venv/bin/pip install tensorflow-cpu==2.15.1
    venv/bin/python applications.py FOLDER [OWN.h5 ...]
    mvn -B -q -pl worker -am test -Dtest=PublishedKerasTest -Dsurefire.failIfNoSpecifiedTests=false -Dsextant.keras=FOLDER

Each network comes as NAME.h5 (model.save, without the classes) and as NAME-weights.h5 (model.save_weights, as the files that
Keras publishes, with the layers numbered from elsewhere). OWN.h5 are whole networks that are copied and run as they are.
reference.csv has the columns file, output, size, preprocessing, feature, value. Pixel of colour c in row y, column x:
(7919 c + 104729 y + 1299709 x + 31 x y) mod 256.
"""

import os
import shutil
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
from tensorflow import keras

NETWORKS = {
    "inception_v3": (keras.applications.InceptionV3, "symmetric"),
    "xception": (keras.applications.Xception, "symmetric"),
    "resnet50": (keras.applications.ResNet50, "caffe"),
    "inception_resnet_v2": (keras.applications.InceptionResNetV2, "symmetric"),
    "vgg16": (keras.applications.VGG16, "caffe"),
    "mobilenet": (keras.applications.MobileNet, "symmetric"),
    "mobilenet_v2": (keras.applications.MobileNetV2, "symmetric"),
    "densenet121": (keras.applications.DenseNet121, "imagenet"),
}
NAMED_IN_WEIGHTS = ("inception_v3", "xception", "resnet50", "inception_resnet_v2")
SIZE = 160


def fed(size, preprocessing):
    c, y, x = np.meshgrid(*(np.arange(n, dtype=np.int64) for n in (3, size, size)), indexing="ij")
    values = ((7919 * c + 104729 * y + 1299709 * x + 31 * x * y) % 256).transpose(1, 2, 0)[None].astype(np.float64)
    if preprocessing == "symmetric":
        values = values / 127.5 - 1
    elif preprocessing == "imagenet":
        values = (values / 255 - (0.485, 0.456, 0.406)) / (0.229, 0.224, 0.225)
    elif preprocessing == "caffe":
        values = values[..., ::-1] - (103.939, 116.779, 123.68)
    return values.astype(np.float32)


def randomize(model):
    rng = np.random.default_rng(7)
    for layer in model.layers:
        values = []
        for variable, value in zip(layer.weights, layer.get_weights()):
            kind = variable.name.split("/")[-1].split(":")[0]
            if kind in ("gamma", "moving_variance"):
                value = rng.uniform(0.8, 1.2, value.shape)
            elif kind in ("beta", "moving_mean", "bias"):
                value = rng.normal(0, 0.1, value.shape)
            values.append(value)
        if values:
            layer.set_weights(values)


def record(reference, file, output, size, preprocessing, values):
    for feature, value in enumerate(values):
        reference.write(f"{file},{output},{size},{preprocessing},{feature},{value:.9g}\n")


def main():
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "reference.csv", "w") as reference:
        reference.write("file,output,size,preprocessing,feature,value\n")
        for name, (build, preprocessing) in NETWORKS.items():
            keras.backend.clear_session()
            if name in NAMED_IN_WEIGHTS:
                # Moves the numbers of unnamed layers on.
                build(weights=None, include_top=False, input_shape=(SIZE, SIZE, 3))
            model = build(weights=None, include_top=False, pooling="avg", input_shape=(SIZE, SIZE, 3))
            randomize(model)
            values = model.predict(fed(SIZE, preprocessing), verbose=0)[0]
            model.save(folder / f"{name}.h5")
            record(reference, f"{name}.h5", "", SIZE, preprocessing, values)
            if name in NAMED_IN_WEIGHTS:
                model.save_weights(folder / f"{name}-weights.h5")
                record(reference, f"{name}-weights.h5", "", SIZE, preprocessing, values)
            print(name, len(values), f"mean {values.mean():.4f}, deviation {values.std():.4f}", flush=True)
        for own in map(Path, sys.argv[2:]):
            model = keras.models.load_model(own, compile=False)
            size = model.input_shape[1]
            shutil.copy(own, folder / own.name)
            for layer in model.layers[-3:]:
                if len(layer.output_shape) == 2:
                    part = keras.Model(model.input, layer.output)
                    record(reference, own.name, layer.name, size, "raw", part.predict(fed(size, "raw"), verbose=0)[0])
            print(own.name, [layer.name for layer in model.layers[-3:]], flush=True)


if __name__ == "__main__":
    main()
