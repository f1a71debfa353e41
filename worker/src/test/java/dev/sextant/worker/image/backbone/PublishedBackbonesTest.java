package dev.sextant.worker.image.backbone;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.Preprocessing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Real pretrained networks give the recorded outputs. Runs if {@code -Dsextant.weights=FOLDER} names a folder
 * with the networks and a {@code reference.csv} of columns file, size, feature, value; skipped elsewhere.
 */
class PublishedBackbonesTest {
    @ParameterizedTest
    @CsvSource({
        "mobilenet-v1-025-128.zip, 128, symmetric, conv_pw_12, 256",
        "mobilenet-v1-050-160.zip, 160, symmetric, conv_pw_12, 512",
        "resnet18-stages1to3.zip, 128, imagenet, layer3, 256",
        "resnet50-conv1to4.zip, 128, caffe, conv4, 1024"
    })
    void giveTheRecordedOutputs(String file, int size, String preprocessing, String block, int width) throws Exception {
        Path folder = Path.of(System.getProperty("sextant.weights", ""));
        assumeTrue(
                Files.exists(folder.resolve("reference.csv")),
                "SKIPPED: set -Dsextant.weights to the folder of the networks and reference.csv");
        Map<Integer, Double> reference = reference(folder, file, size);
        assertThat(reference).hasSize(width);
        Backbone backbone = Backbone.read(folder.resolve(file).toString());
        Pixels pixels = new Pixels(size, 3, new byte[][] {image(size)}, List.of());
        for (boolean folded : new boolean[] {false, true}) {
            try (BackboneNetwork network = backbone.open(folded);
                    INDArray inputs = Preprocessing.named(preprocessing).apply(pixels, new int[] {0});
                    INDArray features = network.features(inputs)) {
                double[] values = features.toDoubleMatrix()[0];
                reference.forEach((feature, value) ->
                        assertThat(values[feature]).as("feature " + feature).isCloseTo(value, within(1e-4)));
                BackboneCut cut = network.cut(size, java.util.Optional.of(block));
                assertThat(cut.below()).isPresent();
                assertThat(cut.frozen()).isEmpty();
            }
        }
    }

    /**
     * One generated image: color c of the pixel in row y, column x is (7919 c + 104729 y + 1299709 x + 31 x y) mod 256.
     */
    private static byte[] image(int size) {
        byte[] planes = new byte[3 * size * size];
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    planes[(c * size + y) * size + x] = (byte) (7919L * c + 104729L * y + 1299709L * x + 31L * x * y);
                }
            }
        }
        return planes;
    }

    private static Map<Integer, Double> reference(Path folder, String file, int size) throws IOException {
        Map<Integer, Double> values = new TreeMap<>();
        for (String line : Files.readAllLines(folder.resolve("reference.csv"))) {
            String[] cells = line.split(",", -1);
            if (cells[0].equals(file) && cells[1].equals(String.valueOf(size))) {
                values.put(Integer.valueOf(cells[2]), Double.valueOf(cells[3]));
            }
        }
        return values;
    }
}
