package dev.sextant.worker.image.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Network of {@code keras.applications} with its preprocessing and image size.
 *
 * @param prefix beginning of the network's name
 * @param preprocessing name of its preprocessing in a study file
 * @param imageSize side of the images that it was trained on, pixels
 * @param blocks layers by names for {@code retrain_from}, from bottom to top
 */
record KerasApplication(String prefix, String preprocessing, int imageSize, Map<String, String> blocks) {
    private static final String SYMMETRIC = "symmetric";
    private static final String CAFFE = "caffe";

    /** All networks; a longer prefix precedes any shorter one that it begins with. */
    private static final List<KerasApplication> ALL = List.of(
            new KerasApplication("inception_v3", SYMMETRIC, 299, blocksNamed("mixed2", "mixed7")),
            new KerasApplication(
                    "inception_resnet_v2", SYMMETRIC, 299, blocksNamed("mixed_5b", "mixed_6a", "mixed_7a")),
            new KerasApplication("xception", SYMMETRIC, 299, blocksNamed("block2", "block5", "block13")),
            new KerasApplication("resnet50v2", SYMMETRIC, 224, blocksNamed("conv2", "conv3", "conv4", "conv5")),
            new KerasApplication("resnet101v2", SYMMETRIC, 224, blocksNamed("conv2", "conv3", "conv4", "conv5")),
            new KerasApplication("resnet152v2", SYMMETRIC, 224, blocksNamed("conv2", "conv3", "conv4", "conv5")),
            new KerasApplication("resnet50", CAFFE, 224, blocksNamed("conv2", "conv3", "conv4", "conv5")),
            new KerasApplication("resnet101", CAFFE, 224, blocksNamed("conv2", "conv3", "conv4", "conv5")),
            new KerasApplication("resnet152", CAFFE, 224, blocksNamed("conv2", "conv3", "conv4", "conv5")),
            new KerasApplication("vgg16", CAFFE, 224, blocksNamed("block2", "block3", "block4", "block5")),
            new KerasApplication("vgg19", CAFFE, 224, blocksNamed("block2", "block3", "block4", "block5")),
            new KerasApplication("mobilenet", SYMMETRIC, 224, Map.of()),
            new KerasApplication("densenet", "imagenet", 224, blocksNamed("conv2", "conv3", "conv4", "conv5")));

    /** Returns blocks that are named like the beginning of their layers' names. */
    private static Map<String, String> blocksNamed(String... names) {
        Map<String, String> blocks = new LinkedHashMap<>();
        Stream.of(names).forEach(name -> blocks.put(name, name));
        return blocks;
    }

    /** Returns the network of a name in a file; empty if it is not known. */
    static Optional<KerasApplication> named(String name) {
        return ALL.stream().filter(known -> name.startsWith(known.prefix)).findFirst();
    }

    /** Returns the blocks of which at least one of {@code layers} is a part. */
    Map<String, String> blocksIn(List<String> layers) {
        Map<String, String> present = new LinkedHashMap<>(blocks);
        present.values().removeIf(block -> layers.stream()
                .noneMatch(layer -> layer.equals(block) || layer.startsWith(block + "_")));
        return present;
    }
}
