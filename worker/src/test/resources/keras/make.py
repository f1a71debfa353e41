"""Writes the networks that the tests read, with Keras 2.15: small ones of random weights, and what they make of an image.

    python -m venv venv && venv/bin/pip install tensorflow-cpu==2.15.1
    venv/bin/python make.py        # writes beside itself; other random numbers are as good

Pixel of colour c in row y, column x: (7919 c + 104729 y + 1299709 x + 31 x y) mod 256, fed as value / 127.5 - 1.
"""

import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np
from tensorflow import keras

HERE = Path(__file__).parent
SIZE = 16
layers = keras.layers


def image():
    c, y, x = np.meshgrid(*(np.arange(n, dtype=np.int64) for n in (3, SIZE, SIZE)), indexing="ij")
    values = (7919 * c + 104729 * y + 1299709 * x + 31 * x * y) % 256
    return (values.transpose(1, 2, 0)[None] / 127.5 - 1).astype(np.float32)


def randomize(model):
    rng = np.random.default_rng(1)
    for layer in model.layers:
        values = []
        for variable in layer.weights:
            kind = variable.name.split("/")[-1].split(":")[0]
            shape = variable.shape
            if kind in ("gamma", "moving_variance"):
                values.append(rng.uniform(0.5, 1.5, shape))
            elif kind in ("beta", "moving_mean", "bias"):
                values.append(rng.normal(0, 0.2, shape))
            else:
                values.append(rng.normal(0, 0.4, shape))
        if values:
            layer.set_weights(values)


class CustomScaleLayer(layers.Layer):
    def __init__(self, scale, **options):
        super().__init__(**options)
        self.scale = scale

    def get_config(self):
        return {**super().get_config(), "scale": self.scale}

    def call(self, inputs):
        return inputs[0] + inputs[1] * self.scale


def residual():
    """Every kind of layer that pretrained networks have; pads unevenly, joins by all means, ends in two dense layers."""
    x = inputs = keras.Input((SIZE, SIZE, 3), name="images")
    x = layers.ZeroPadding2D(((1, 0), (0, 1)), name="stem_pad")(x)
    x = layers.Conv2D(6, 3, strides=2, use_bias=False, name="stem_conv")(x)
    x = layers.BatchNormalization(epsilon=1e-3, name="stem_bn")(x)
    x = layers.ReLU(6.0, name="stem_relu")(x)
    y = layers.SeparableConv2D(6, 3, padding="same", use_bias=False, name="block1_separable")(x)
    y = layers.BatchNormalization(scale=False, name="block1_bn")(y)
    x = layers.Add(name="block1_add")([x, y])
    x = layers.MaxPooling2D(3, strides=2, padding="same", name="block1_pool")(x)
    y = layers.DepthwiseConv2D(3, padding="same", name="block2_depthwise")(x)
    y = layers.Activation("relu", name="block2_relu")(y)
    z = layers.AveragePooling2D(3, strides=1, padding="same", name="block2_pool")(x)
    y = layers.Concatenate(name="block2_concat")([y, z])
    y = layers.Conv2D(6, 1, activation="tanh", name="block2_conv")(y)
    x = CustomScaleLayer(0.3, name="block2_join")([x, y])
    x = layers.Cropping2D(((0, 1), (1, 0)), name="block3_crop")(x)
    x = layers.Flatten(name="flatten")(x)
    x = layers.Dense(5, activation="relu", name="fc")(x)
    x = layers.Dropout(0.5, name="dropout")(x)
    x = layers.Dense(4, activation="softmax", name="predictions")(x)
    return keras.Model(inputs, x, name="residual")


def sequential():
    return keras.Sequential(
        [
            layers.Conv2D(4, 3, padding="same", activation="relu", input_shape=(SIZE, SIZE, 3), name="conv"),
            layers.MaxPooling2D(name="pool"),
            layers.GlobalAveragePooling2D(name="average"),
            layers.Dense(3, activation="softmax", name="dense"),
        ],
        name="sequential",
    )


def foreign():
    x = inputs = keras.Input((SIZE, SIZE, 3), name="images")
    x = layers.Conv2D(3, 3, name="conv")(x)
    x = layers.LayerNormalization(name="norm")(x)
    x = layers.GlobalAveragePooling2D(name="average")(x)
    return keras.Model(inputs, x, name="foreign")


def lines(model, names):
    for name in names:
        part = keras.Model(model.input, model.get_layer(name).output)
        values = part.predict(image(), verbose=0)[0]
        values = values.mean(axis=(0, 1)) if values.ndim == 3 else values
        for i, value in enumerate(values):
            yield f"{model.name},{name},{i},{value:.9g}\n"


def main():
    with open(HERE / "reference.csv", "w") as reference:
        reference.write("network,layer,feature,value\n")
        for model, names in ((residual(), ("predictions", "fc", "block2_join", "block1_pool")), (sequential(), ("average", "dense"))):
            randomize(model)
            model.save(HERE / f"{model.name}.h5")
            reference.writelines(lines(model, names))
    foreign().save(HERE / "foreign.h5")
    sequential().save_weights(HERE / "weights.h5")


if __name__ == "__main__":
    main()
