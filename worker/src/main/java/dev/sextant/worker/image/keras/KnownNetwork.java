package dev.sextant.worker.image.keras;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What {@code keras.applications} says of its networks: how each is fed and of what side the images were.
 *
 * @param prefix what the network's name begins with
 * @param preprocessing by its name in a study file
 * @param imageSize pixels
 * @param blocks layers by names for {@code retrain_from}, from bottom to top
 */
record KnownNetwork(String prefix, String preprocessing, int imageSize, Map<String, String> blocks) {
    private static final String SYMMETRIC = "symmetric";
    private static final String CAFFE = "caffe";

    /** Longer beginnings before those that they begin with. */
    private static final List<KnownNetwork> ALL = List.of(
            new KnownNetwork("inception_v3", SYMMETRIC, 299, same("mixed2", "mixed7")),
            new KnownNetwork("inception_resnet_v2", SYMMETRIC, 299, same("mixed_5b", "mixed_6a", "mixed_7a")),
            new KnownNetwork("xception", SYMMETRIC, 299, same("block2", "block5", "block13")),
            new KnownNetwork("resnet50v2", SYMMETRIC, 224, same("conv2", "conv3", "conv4", "conv5")),
            new KnownNetwork("resnet101v2", SYMMETRIC, 224, same("conv2", "conv3", "conv4", "conv5")),
            new KnownNetwork("resnet152v2", SYMMETRIC, 224, same("conv2", "conv3", "conv4", "conv5")),
            new KnownNetwork("resnet50", CAFFE, 224, same("conv2", "conv3", "conv4", "conv5")),
            new KnownNetwork("resnet101", CAFFE, 224, same("conv2", "conv3", "conv4", "conv5")),
            new KnownNetwork("resnet152", CAFFE, 224, same("conv2", "conv3", "conv4", "conv5")),
            new KnownNetwork("vgg16", CAFFE, 224, same("block2", "block3", "block4", "block5")),
            new KnownNetwork("vgg19", CAFFE, 224, same("block2", "block3", "block4", "block5")),
            new KnownNetwork("mobilenet", SYMMETRIC, 224, Map.of()),
            new KnownNetwork("densenet", "imagenet", 224, same("conv2", "conv3", "conv4", "conv5")));

    private static Map<String, String> same(String... names) {
        Map<String, String> blocks = new LinkedHashMap<>();
        Stream.of(names).forEach(name -> blocks.put(name, name));
        return blocks;
    }

    /** By the name that the file gives its network. */
    static Optional<KnownNetwork> named(String name) {
        return ALL.stream().filter(known -> name.startsWith(known.prefix)).findFirst();
    }

    /** Those of the blocks that begin with a layer of the network. */
    Map<String, String> blocksIn(List<String> layers) {
        Map<String, String> there = new LinkedHashMap<>(blocks);
        there.values().removeIf(block -> layers.stream()
                .noneMatch(layer -> layer.equals(block) || layer.startsWith(block + "_")));
        return there;
    }
}
