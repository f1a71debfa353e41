package dev.sextant.worker.image.keras;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * The networks of {@code keras.applications} give the same outputs as in Keras. Runs if {@code -Dsextant.keras=FOLDER}
 * names what {@code src/test/resources/keras/applications.py} wrote; skipped elsewhere.
 */
class PublishedKerasTest {
    private record Key(String file, String output, int size, String preprocessing) {}

    @Test
    void giveTheSameOutputsAsKeras() throws Exception {
        Path folder = Path.of(System.getProperty("sextant.keras", ""));
        assumeTrue(
                Files.exists(folder.resolve("reference.csv")),
                "SKIPPED: set -Dsextant.keras to the folder that applications.py wrote");
        for (Map.Entry<Key, List<Double>> entry : reference(folder).entrySet()) {
            Key key = entry.getKey();
            Optional<String> output = Optional.of(key.output()).filter(name -> !name.isEmpty());
            try (KerasNetwork network = KerasFile.read(folder.resolve(key.file()), output);
                    INDArray image = image(key.size(), key.preprocessing());
                    INDArray values = network.graph().outputSingle(image)) {
                double largest = 0;
                assertThat(values.length())
                        .as(key.file())
                        .isEqualTo(entry.getValue().size());
                for (int i = 0; i < values.length(); i++) {
                    largest = Math.max(
                            largest,
                            Math.abs(values.getDouble(0, i) - entry.getValue().get(i)));
                }
                System.out.printf(
                        "%s %s: %d values, largest difference %.2g%n",
                        key.file(), key.output(), values.length(), largest);
                assertThat(largest).as(key.toString()).isLessThan(1e-4);
                network.preprocessing().ifPresent(named -> assertThat(named).isEqualTo(key.preprocessing()));
            }
        }
    }

    private static INDArray image(int size, String preprocessing) {
        float[] mean = {103.939f, 116.779f, 123.68f};
        float[] imagenet = {0.485f, 0.456f, 0.406f};
        float[] deviation = {0.229f, 0.224f, 0.225f};
        float[] values = new float[3 * size * size];
        for (int c = 0; c < 3; c++) {
            int color = preprocessing.equals("caffe") ? 2 - c : c;
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    long value = (7919L * color + 104729L * y + 1299709L * x + 31L * x * y) % 256;
                    values[(c * size + y) * size + x] = switch (preprocessing) {
                        case "symmetric" -> value / 127.5f - 1;
                        case "caffe" -> value - mean[c];
                        case "imagenet" -> (value / 255f - imagenet[c]) / deviation[c];
                        default -> value;
                    };
                }
            }
        }
        return Nd4j.create(values, new long[] {1, 3, size, size}, 'c');
    }

    private static Map<Key, List<Double>> reference(Path folder) throws IOException {
        Map<Key, List<Double>> values = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(folder.resolve("reference.csv"));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            values.computeIfAbsent(
                            new Key(cells[0], cells[1], Integer.parseInt(cells[2]), cells[3]), key -> new ArrayList<>())
                    .add(Double.valueOf(cells[5]));
        }
        return values;
    }
}
