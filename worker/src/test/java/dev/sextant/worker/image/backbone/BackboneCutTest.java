package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.worker.image.ResidualBackbone;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class BackboneCutTest {
    @TempDir
    static Path work;

    private static Path backbone;

    @BeforeAll
    static void write() throws IOException {
        backbone = ResidualBackbone.write(work);
    }

    @Test
    void foldedBatchNormGivesTheSameOutputs() {
        ComputationGraph network = ResidualBackbone.network();
        Nd4j.getRandom().setSeed(1);
        INDArray inputs = Nd4j.rand(5, 3, 16, 16);
        ComputationGraph folded = BatchNormFolding.fold(network);
        assertThat(folded.getVertex("block1.norm1")).isNull();
        assertThat(folded.getVertex("block2.norm2")).isNull();
        INDArray difference = folded.outputSingle(inputs).sub(network.outputSingle(inputs));
        assertThat(difference.amaxNumber().doubleValue()).isLessThan(1e-5);
        assertThat(network.outputSingle(inputs).amaxNumber().doubleValue()).isGreaterThan(0.1);
    }

    /** Faster layers give the same bits, for the whole network and up to an inner vertex. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void computesTheSameAsTheNetwork(boolean folded) throws Exception {
        Nd4j.getRandom().setSeed(1);
        INDArray inputs = Nd4j.rand(5, 3, 16, 16);
        try (BackboneNetwork network = Backbone.read(backbone.toString()).open(folded)) {
            Map<String, INDArray> expected = network.graph().feedForward(inputs, false);
            for (String vertex : List.of("block1.relu", "block2.relu", "features")) {
                assertThat(network.activations(vertex, inputs)).as(vertex).isEqualTo(expected.get(vertex));
            }
            assertThat(network.features(inputs)).isEqualTo(network.graph().outputSingle(inputs));
        }
    }

    @ParameterizedTest
    @CsvSource({
        // retrain_from, end of the lower part, first trained layer
        "stage2,        block1.relu, block2.down",
        "block2.conv1,  block2.down, block2.conv1",
        "block2.conv2,  block2.down, block2.conv2",
        "stage1,        stem.conv,   block1.conv1",
        "features,      block2.relu, features",
        "stem,          '',          stem.conv"
    })
    void cutsWhereEverythingPassesThroughOneVertex(String from, String below, String first) throws Exception {
        BackboneLayout layout = layout();
        BackboneLayout.CutPoint cut = layout.cutBefore(Optional.of(from));
        assertThat(cut.below().orElse("")).isEqualTo(below);
        assertThat(layout.order().get(cut.firstTrained())).isEqualTo(first);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 25, 33, 50, 75, 99})
    void aShareTrainsThatShareOfTheLayersWithWeightsFromTheTop(int percent) throws Exception {
        BackboneLayout layout = layout();

        BackboneLayout.CutPoint cut = layout.cutBefore(Optional.of(percent + "%"));

        long trained = layout.order().subList(cut.firstTrained(), layout.order().size()).stream()
                .filter(layout.weighted()::contains)
                .count();
        assertThat(layout.weighted()).hasSizeGreaterThan(4).contains(layout.order().get(cut.firstTrained()));
        assertThat(trained).isEqualTo(Math.max(1, Math.round(percent / 100.0 * layout.weighted().size())));
    }

    private static BackboneLayout layout() throws Exception {
        try (BackboneNetwork network = Backbone.read(backbone.toString()).open(true)) {
            return network.layout();
        }
    }

    @Test
    void givesEarlierBlocksSmallerRatesAndFrozenLayersNone() throws Exception {
        try (BackboneNetwork network = Backbone.read(backbone.toString()).open(true)) {
            BackboneCut cut = network.cut(16, Optional.of("block1.conv2"));
            assertThat(cut.rate("block2.conv1", 0.5)).isEqualTo(0.5);
            assertThat(cut.rate("block1.conv2", 0.5)).isEqualTo(0.25);
            assertThat(cut.rate("block1.conv1", 0.5)).isZero();
        }
    }

    @Test
    void suggestsAnExistingBlock() {
        assertThatThrownBy(() -> layout().cutBefore(Optional.of("stge2")))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("did you mean stage2?");
        assertThatThrownBy(() -> layout().cutBefore(Optional.of("conv5")))
                .isInstanceOf(UnusableData.class)
                .hasMessageContaining("choose a layer, a share such as 50%, or one of stem, stage1, stage2, all");
    }
}
