package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.Trials;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.deeplearning4j.zoo.ZooModel;
import org.deeplearning4j.zoo.model.AlexNet;
import org.deeplearning4j.zoo.model.Darknet19;
import org.deeplearning4j.zoo.model.FaceNetNN4Small2;
import org.deeplearning4j.zoo.model.InceptionResNetV1;
import org.deeplearning4j.zoo.model.ResNet50;
import org.deeplearning4j.zoo.model.SimpleCNN;
import org.deeplearning4j.zoo.model.SqueezeNet;
import org.deeplearning4j.zoo.model.VGG16;
import org.deeplearning4j.zoo.model.VGG19;
import org.deeplearning4j.zoo.model.Xception;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Networks of Deeplearning4j's zoo, with random weights, give the same outputs as backbones. */
class ZooNetworksTest {
    private static final int CLASSES = 5;

    @TempDir
    static Path work;

    /** Networks of the zoo for images of a size. */
    private static ZooModel<?> zoo(String name, int size) {
        int[] shape = {3, size, size};
        return switch (name) {
            case "SqueezeNet" ->
                SqueezeNet.builder().numClasses(CLASSES).inputShape(shape).build();
            case "Darknet19" ->
                Darknet19.builder().numClasses(CLASSES).inputShape(shape).build();
            case "ResNet50" ->
                ResNet50.builder().numClasses(CLASSES).inputShape(shape).build();
            case "Xception" ->
                Xception.builder().numClasses(CLASSES).inputShape(shape).build();
            case "InceptionResNetV1" ->
                InceptionResNetV1.builder()
                        .numClasses(CLASSES)
                        .inputShape(shape)
                        .build();
            case "FaceNetNN4Small2" ->
                FaceNetNN4Small2.builder().numClasses(CLASSES).inputShape(shape).build();
            case "VGG16" ->
                VGG16.builder().numClasses(CLASSES).inputShape(shape).build();
            case "VGG19" ->
                VGG19.builder().numClasses(CLASSES).inputShape(shape).build();
            case "AlexNet" ->
                AlexNet.builder().numClasses(CLASSES).inputShape(shape).build();
            case "SimpleCNN" ->
                SimpleCNN.builder().numClasses(CLASSES).inputShape(shape).build();
            default -> throw new IllegalArgumentException(name);
        };
    }

    /** A network's zip in a repository, and the network itself. */
    private record Added(Path zip, ComputationGraph network) implements AutoCloseable {
        static Added of(String name, int size, Optional<String> output) throws IOException, InterruptedException {
            Path folder = Files.createTempDirectory(work, name);
            Path file = folder.resolve(name + ".zip");
            Model built = zoo(name, size).init();
            vary(built);
            ModelSerializer.writeModel(built, file.toFile(), false);
            BackboneRepository repository = new BackboneRepository(folder.resolve("repository"));
            new BackboneImport(
                            file,
                            Optional.empty(),
                            OptionalInt.of(size),
                            Optional.of("unit"),
                            output,
                            "made here",
                            "none")
                    .addTo(repository, name);
            ComputationGraph network =
                    built instanceof MultiLayerNetwork layers ? layers.toComputationGraph() : (ComputationGraph) built;
            return new Added(repository.find(name).orElseThrow(), network);
        }

        /** Sets weights like those of trained networks: stable signals, and statistics in batch norm. */
        private static void vary(Model built) {
            Nd4j.getRandom().setSeed(11);
            built.paramTable().forEach((name, values) -> {
                String kind = name.substring(name.lastIndexOf('_') + 1);
                switch (kind) {
                    case "W", "pW" -> values.assign(Nd4j.randn(values.shape()).muli(Math.sqrt(2.0 / fanIn(values))));
                    case "dW" -> values.assign(Nd4j.randn(values.shape()).muli(0.3));
                    case "mean", "beta" ->
                        values.assign(Nd4j.randn(values.shape()).muli(0.1));
                    case "gamma" -> values.assign(Nd4j.rand(values.shape()).addi(0.5));
                    case "log10stdev" ->
                        values.assign(Nd4j.randn(values.shape()).muli(0.1));
                    default -> values.assign(0);
                }
            });
        }

        private static double fanIn(INDArray weights) {
            return weights.rank() == 2 ? weights.size(0) : (double) weights.length() / weights.size(0);
        }

        @Override
        public void close() {
            network.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        // network, pixels, input of the classification layer, width
        "SqueezeNet,       48, drop9,      512",
        "FaceNetNN4Small2, 96, embeddings, 128",
        "SimpleCNN,        48, 29,         256"
    })
    void giveTheSameOutputsAsBackbones(String name, int size, String layer, int width) throws Exception {
        compare(name, size, Optional.empty(), layer, width);
    }

    /** Networks of up to some hundred megabytes each. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "Darknet19,         64,  '', activation_18, 1024",
        "ResNet50,          96,  '', avgpool,       2048",
        "Xception,          72,  '', avg_pool,      2048",
        "InceptionResNetV1, 160, '', embeddings,    128",
        "VGG16,             32,  '', 19,            4096",
        "VGG19,             64,  20, 20,            512"
    })
    void largeNetworksGiveTheSameOutputsAsBackbones(String name, int size, String output, String layer, int width)
            throws Exception {
        compare(name, size, Optional.of(output).filter(given -> !given.isEmpty()), layer, width);
    }

    /** Runs if the heap has 6 GB. */
    @Tag("long")
    @ParameterizedTest
    @CsvSource({"VGG16,   224, 17, 17, 512", "AlexNet, 224, '', 11, 4096", "AlexNet, 224, 9,  9,  256"})
    void theLargestNetworksGiveTheSameOutputsAsBackbones(String name, int size, String output, String layer, int width)
            throws Exception {
        assumeTrue(Runtime.getRuntime().maxMemory() > 5L << 30, "SKIPPED: run it with -Xmx6g");
        compare(name, size, Optional.of(output).filter(given -> !given.isEmpty()), layer, width);
    }

    private static void compare(String name, int size, Optional<String> output, String layer, int width)
            throws Exception {
        try (Added added = Added.of(name, size, output)) {
            Nd4j.getRandom().setSeed(7);
            INDArray images = Nd4j.rand(2, 3, size, size);
            INDArray own = added.network().feedForward(images, false).get(layer);
            INDArray expected = own.rank() == 4 ? own.mean(2, 3) : own;
            Backbone backbone = Backbone.read(added.zip().toString());
            for (boolean folded : new boolean[] {false, true}) {
                try (BackboneNetwork network = backbone.open(folded)) {
                    INDArray features = network.features(images);
                    assertThat(features.shape()).containsExactly(2, width);
                    double scale = expected.amaxNumber().doubleValue();
                    double furthest = features.sub(expected).amaxNumber().doubleValue() / scale;
                    assertThat(scale).isBetween(1e-3, 1e6);
                    assertThat(furthest).isCloseTo(0, within(1e-5));
                }
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        // network, pixels, first trained block
        "SqueezeNet, 48, fire9",
        "SimpleCNN,  48, 28"
    })
    void trainAHeadThenTheirUpperLayersAndResume(String name, int size, String block) throws Exception {
        train(name, size, Optional.empty(), block);
    }

    @Tag("long")
    @ParameterizedTest
    @CsvSource({
        "Darknet19,         32,  '', convolution2d_18",
        "ResNet50,          96,  '', res5c",
        "Xception,          72,  '', block14",
        "InceptionResNetV1, 160, '', bottleneck",
        "VGG16,             32,  17, 14",
        "VGG19,             32,  20, 16"
    })
    void largeNetworksTrainAHeadThenTheirUpperLayersAndResume(String name, int size, String output, String block)
            throws Exception {
        train(name, size, Optional.of(output).filter(given -> !given.isEmpty()), block);
    }

    private static void train(String name, int size, Optional<String> output, String block) throws Exception {
        Path data = DrawnImages.draw(Files.createTempDirectory(work, "drawn"), 5);
        Path checkpoint = work.resolve(name + "-checkpoint.zip");
        try (Added added = Added.of(name, size, output)) {
            Map<String, Object> given = new TreeMap<>(Map.of(
                    "backbone",
                    added.zip().toString(),
                    "fine_tuning",
                    true,
                    "retrain_from",
                    block,
                    "head_epochs",
                    1L,
                    "batch_size",
                    8L,
                    "hidden_size",
                    8L,
                    "learning_rate",
                    0.001));
            List<Map<String, Double>> whole;
            try (Trainer trainer = Trials.create(work, Trials.settings(data, given), 3, "cpu", 3)) {
                whole = Trials.train(trainer, 0, 2);
                trainer.save(checkpoint);
                whole.addAll(Trials.train(trainer, 2, 3));
            }
            assertThat(whole).hasSize(3).allSatisfy(epoch -> assertThat(epoch.get("loss"))
                    .isFinite());
            try (Trainer trainer = resumed(data, given)) {
                trainer.restore(checkpoint, 2);
                assertThat(Trials.train(trainer, 2, 3)).containsExactly(whole.get(2));
            }
        }
    }

    private static Trainer resumed(Path data, Map<String, Object> given) throws Exception {
        Path folder = Files.createDirectories(work.resolve("run"));
        return new ImageClassifierFactory()
                .create(new TrialContext(
                        "drawn",
                        1,
                        3,
                        Trials.settings(data, given),
                        "accuracy",
                        2,
                        3,
                        3,
                        "cpu",
                        1,
                        folder,
                        work.resolve("cache"),
                        List.of(3),
                        new ImageClassifierFactory().revision()));
    }

    @Test
    void refuseImagesThatAreTooSmallOrOfAnotherSize() throws Exception {
        try (Added added = Added.of("SqueezeNet", 48, Optional.empty())) {
            Backbone backbone = Backbone.read(added.zip().toString());
            backbone.checkSize(32);
            backbone.checkSize(64);
            assertThatThrownBy(() -> backbone.checkSize(12))
                    .isInstanceOf(UnusableData.class)
                    .hasMessageContaining("use a larger size");
        }
        try (Added added = Added.of("FaceNetNN4Small2", 96, Optional.empty())) {
            Backbone backbone = Backbone.read(added.zip().toString());
            assertThatThrownBy(() -> backbone.checkSize(192))
                    .isInstanceOf(UnusableData.class)
                    .hasMessageContaining("has a dense layer for maps of one size");
        }
        try (Added added = Added.of("FaceNetNN4Small2", 96, Optional.of("inception-5b"))) {
            Backbone backbone = Backbone.read(added.zip().toString());
            backbone.checkSize(192);
            try (BackboneNetwork network = backbone.open(true)) {
                assertThat(network.features(Nd4j.rand(1, 3, 192, 192)).shape()).containsExactly(1, 736);
            }
        }
    }

    @Test
    void areAddedWithoutTheLayersAboveTheirFeatures() throws Exception {
        try (Added added = Added.of("FaceNetNN4Small2", 96, Optional.of("inception-3a"))) {
            Path whole = added.zip().getParent().resolveSibling("FaceNetNN4Small2.zip");
            assertThat(Files.size(added.zip())).isLessThan(Files.size(whole) / 4);
            assertThat(Files.readString(added.zip().resolveSibling("FaceNetNN4Small2.card.json")))
                    .contains(Sha256.of(whole), Sha256.of(added.zip()));
            String card = "{'image_size': 96, 'scale': 1, 'mean': [0], 'std': [1], 'output': 'inception-3a'}";
            Files.writeString(whole.resolveSibling("FaceNetNN4Small2.card.json"), card.replace((char) 39, '"'));
            INDArray images = Nd4j.rand(1, 3, 96, 96);
            try (BackboneNetwork kept = Backbone.read(added.zip().toString()).open(true);
                    BackboneNetwork cut = Backbone.read(whole.toString()).open(true)) {
                assertThat(kept.graph().numParams()).isEqualTo(cut.graph().numParams());
                assertThat(kept.features(images)).isEqualTo(cut.features(images));
            }
        }
    }

    @Test
    void suggestAnExistingLayer() {
        assertThatThrownBy(() -> Added.of("SimpleCNN", 48, Optional.of("features")))
                .hasMessageContaining("output (features) is not a layer of the network")
                .hasMessageContaining("30, 31, 32");
    }
}
