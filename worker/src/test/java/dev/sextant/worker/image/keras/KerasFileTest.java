package dev.sextant.worker.image.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.global.hdf5;
import org.deeplearning4j.nn.modelimport.keras.Hdf5Archive;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Reads networks that Keras 2.15 wrote, with its outputs for an image; see {@code src/test/resources/keras/make.py}.
 */
class KerasFileTest {
    private static final Path KERAS = Path.of("src/test/resources/keras");
    private static final int SIZE = 16;

    @ParameterizedTest
    @CsvSource({
        "residual, predictions",
        "residual, fc",
        "residual, block2_join",
        "residual, block1_pool",
        "sequential, average",
        "sequential, dense"
    })
    void givesTheSameOutputsAsKeras(String network, String layer) throws Exception {
        try (KerasNetwork read = KerasFile.read(KERAS.resolve(network + ".h5"), Optional.of(layer));
                INDArray image = image();
                INDArray outputs = read.graph().outputSingle(image)) {
            List<Double> expected = reference(network, layer);
            assertThat(outputs.shape()).containsExactly(1, expected.size());
            for (int i = 0; i < expected.size(); i++) {
                assertThat(outputs.getDouble(0, i)).as("value " + i).isCloseTo(expected.get(i), within(1e-5));
            }
        }
    }

    @Test
    void endsInTheInputOfTheLastDenseLayer() throws Exception {
        try (KerasNetwork residual = KerasFile.read(KERAS.resolve("residual.h5"), Optional.empty());
                KerasNetwork sequential = KerasFile.read(KERAS.resolve("sequential.h5"), Optional.empty())) {
            assertThat(residual.graph().getConfiguration().getNetworkOutputs()).containsExactly("fc");
            assertThat(sequential.graph().getConfiguration().getNetworkOutputs())
                    .containsExactly("average");
            assertThat(residual.imageSize()).isEqualTo(OptionalInt.of(SIZE));
            assertThat(residual.preprocessing()).isEmpty();
            // Dropout is removed.
            assertThat(residual.graph().getConfiguration().getVertices()).doesNotContainKeys("dropout", "predictions");
        }
    }

    @Test
    void writesTheSameZipEachTime() throws Exception {
        try (KerasNetwork first = KerasFile.read(KERAS.resolve("residual.h5"), Optional.empty());
                KerasNetwork second = KerasFile.read(KERAS.resolve("residual.h5"), Optional.empty())) {
            assertThat(first.zip()).isEqualTo(second.zip());
        }
    }

    @Test
    void namesLayersThatCannotBeRead() throws Exception {
        assertThatThrownBy(() -> KerasFile.read(KERAS.resolve("foreign.h5"), Optional.empty()))
                .isInstanceOf(UnusableKerasFile.class)
                .hasMessageContaining("norm (LayerNormalization)")
                .hasMessageContaining("--output LAYER");
        // Layers above the features need not be readable.
        KerasFile.read(KERAS.resolve("foreign.h5"), Optional.of("conv")).close();
        assertThatThrownBy(() -> KerasFile.read(KERAS.resolve("residual.h5"), Optional.of("block1_pol")))
                .isInstanceOf(UnusableKerasFile.class)
                .hasMessageContaining("has no layer block1_pol; did you mean block1_pool?");
    }

    @Test
    void describesOtherProblemsOfAFile(@TempDir Path work) throws IOException {
        assertThatThrownBy(() -> KerasFile.read(KERAS.resolve("weights.h5"), Optional.empty()))
                .isInstanceOf(UnusableKerasFile.class)
                .hasMessageContaining("save the whole network");
        Path text = Files.writeString(work.resolve("text.h5"), "no network");
        assertThatThrownBy(() -> KerasFile.read(text, Optional.empty()))
                .isInstanceOf(UnusableKerasFile.class)
                .hasMessageContaining("is not an HDF5 file");
        Path cut = work.resolve("cut.h5");
        byte[] whole = Files.readAllBytes(KERAS.resolve("residual.h5"));
        Files.write(cut, java.util.Arrays.copyOf(whole, whole.length / 3));
        assertThatThrownBy(() -> KerasFile.read(cut, Optional.empty()))
                .isInstanceOf(UnusableKerasFile.class)
                .hasMessageContaining("is damaged or cut off");
    }

    @Test
    void readsNoArrayThatTheFileCannotHold(@TempDir Path work) throws Exception {
        Path bomb = Files.copy(KERAS.resolve("residual.h5"), work.resolve("bomb.h5"));
        synchronized (Hdf5Archive.LOCK_OBJECT) {
            H5File file = new H5File(bomb.toString(), hdf5.H5F_ACC_RDWR());
            try (Group weights = file.openGroup("/model_weights/fc/fc");
                    DataSpace space = new DataSpace(2, new long[] {100_000, 4_000})) {
                weights.unlink("kernel:0");
                weights.createDataSet("kernel:0", PredType.NATIVE_FLOAT(), space)
                        .close();
            } finally {
                file.close();
            }
        }
        assertThat(Files.size(bomb)).isLessThan(1 << 20);

        assertThatThrownBy(() -> KerasFile.read(bomb, Optional.empty()))
                .isInstanceOf(UnusableKerasFile.class)
                .hasMessageContaining("its array kernel:0 declares 400000000 values, more than the file may hold");
    }

    @ParameterizedTest
    @CsvSource({"inception_v3, 299", "xception, 299", "resnet50, 224", "inception_resnet_v2, 299"})
    void recognizesPublishedWeightsByTheNamesOfTheirLayers(String network, int imageSize) throws Exception {
        List<String> groups = new ArrayList<>();
        for (String name : WeightsOnlyFile.named(network).names()) {
            // Keras numbers layers like this in a process that created others before.
            if (name.matches("conv2d(_\\d+)?")) {
                groups.add("conv2d_" + (94 + (name.equals("conv2d") ? 0 : Integer.parseInt(name.substring(7)))));
            } else {
                groups.add(name);
            }
        }
        KerasLayers whole = WeightsOnlyFile.of(groups);
        assertThat(whole.name()).isEqualTo(network);
        assertThat(whole.names()).containsExactlyInAnyOrderElementsOf(groups);
        assertThat(KerasApplication.named(network).orElseThrow().imageSize()).isEqualTo(imageSize);
        groups.remove("predictions");
        KerasLayers bare = WeightsOnlyFile.of(groups);
        assertThat(bare.output()).isEqualTo("avg_pool");
        bare.replaceScaledBranches();
        bare.check();
    }

    private static INDArray image() {
        float[] values = new float[3 * SIZE * SIZE];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < SIZE; y++) {
                for (int x = 0; x < SIZE; x++) {
                    long value = (7919L * c + 104729L * y + 1299709L * x + 31L * x * y) % 256;
                    values[(c * SIZE + y) * SIZE + x] = value / 127.5f - 1;
                }
            }
        }
        return Nd4j.create(values, new long[] {1, 3, SIZE, SIZE}, 'c');
    }

    private static List<Double> reference(String network, String layer) throws IOException {
        return Files.readAllLines(KERAS.resolve("reference.csv")).stream()
                .map(line -> line.split(","))
                .filter(cells -> cells[0].equals(network) && cells[1].equals(layer))
                .map(cells -> Double.valueOf(cells[3]))
                .toList();
    }
}
