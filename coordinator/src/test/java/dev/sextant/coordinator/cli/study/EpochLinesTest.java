package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class EpochLinesTest {
    private static final Map<String, Double> CLASSIFIER = Map.of(
            "accuracy", 0.74125,
            "loss", 1.2,
            "train_loss", 0.8123,
            "auc", 0.97,
            "learning_rate", 0.0025,
            "image_size", 128.0);

    private static RunReport.EpochDone epoch(int trial, int epoch, Map<String, Double> metrics) {
        return new RunReport.EpochDone(new RunKey(1, trial, 1, 1), epoch, new TreeMap<>(metrics), 12.34);
    }

    @Test
    void showsTheObjectiveFirstAndTrainingBesideValidation() {
        EpochLines lines = new EpochLines("accuracy", 79);

        assertThat(lines.of(epoch(3, 4, CLASSIFIER)))
                .containsExactly(
                        "trial  epoch  accuracy       loss (train)      auc     rate     size     time",
                        "    3      4    0.7413    1.2000 (0.8123)   0.9700   0.0025      128    12.3s");
        assertThat(lines.of(epoch(12, 10, CLASSIFIER))).hasSize(1).allMatch(line -> line.startsWith("   12     10 "));
    }

    @Test
    void showsEpochsWithAndWithoutTrainingAccuracy() {
        EpochLines lines = new EpochLines("accuracy", 79);
        Map<String, Double> now = new TreeMap<>(CLASSIFIER);
        now.put("train_accuracy", 0.6875);

        assertThat(lines.of(epoch(3, 4, CLASSIFIER)).get(0)).contains("  accuracy  ");
        assertThat(lines.of(epoch(3, 5, now)))
                .containsExactly(
                        "trial  epoch   accuracy (train)       loss (train)     rate     size     time",
                        "    3      5    0.7413 (0.6875)    1.2000 (0.8123)   0.0025      128    12.3s");
    }

    @Test
    void fitsTheTerminalByLeavingOutLessImportantMetrics() {
        Map<String, Double> more = new TreeMap<>(CLASSIFIER);
        more.put("train_accuracy", 0.8);
        more.put("zeta", 1.0);
        for (int width = 60; width < 120; width++) {
            List<String> lines = new EpochLines("accuracy", width).of(epoch(1, 1, more));
            int limit = width;
            assertThat(lines).hasSize(2).allMatch(line -> line.length() <= limit);
            assertThat(lines.get(0)).contains("accuracy (train)", "rate", "size", "time");
        }
        assertThat(new EpochLines("accuracy", 79).of(epoch(1, 1, more)).get(0)).contains("loss (train)");
        assertThat(new EpochLines("accuracy", 119).of(epoch(1, 1, more)).get(0)).contains("auc", "zeta");
    }

    @Test
    void repeatsTheHeadingsWhenMetricsChangeAndAfterThirtyRows() {
        EpochLines lines = new EpochLines("loss", 79);
        assertThat(lines.of(epoch(1, 1, Map.of("loss", 2.0)))).hasSize(2);
        assertThat(lines.of(epoch(1, 2, Map.of("loss", 2.0)))).hasSize(1);
        assertThat(lines.of(epoch(1, 3, Map.of("loss", 2.0, "error", 0.5)))).hasSize(2);
        for (int row = 1; row < 30; row++) {
            assertThat(lines.of(epoch(1, 3 + row, Map.of("loss", 2.0, "error", 0.5))))
                    .hasSize(1);
        }
        assertThat(lines.of(epoch(1, 33, Map.of("loss", 2.0, "error", 0.5)))).hasSize(2);
    }

    @Test
    void columnsAlign() {
        EpochLines lines = new EpochLines("loss", 79);
        int length = lines.of(epoch(1, 1, Map.of("loss", 2.5))).get(0).length();
        for (double loss : new double[] {0, 1, 0.9999, 0.00065473, 1.5e-12, 99.99, 123.456, 12_345_678, -0.5}) {
            assertThat(lines.of(epoch(12, 100, Map.of("loss", loss))))
                    .singleElement()
                    .asString()
                    .hasSize(length);
        }
    }

    @Test
    void showsValuesThatAreNoNumbers() {
        assertThat(new EpochLines("loss", 79)
                        .of(epoch(1, 1, Map.of("loss", Double.NaN, "train_loss", Double.POSITIVE_INFINITY)))
                        .get(1))
                .contains("NaN (Infinity)");
    }

    @Test
    void areOnByDefaultIfRunsCannotInterleave() {
        assertThat(option().isOn(1)).isTrue();
        assertThat(option().isOn(2)).isFalse();
        assertThat(option("--epochs").isOn(2)).isTrue();
        assertThat(option("--no-epochs").isOn(1)).isFalse();
    }

    private static EpochsOption option(String... arguments) {
        EpochsOption option = new EpochsOption();
        new CommandLine(new Holder(option)).parseArgs(arguments);
        return option;
    }

    @CommandLine.Command
    private static final class Holder {
        @CommandLine.Mixin
        @SuppressWarnings("unused") // filled by picocli
        private final EpochsOption epochs;

        Holder(EpochsOption epochs) {
            this.epochs = epochs;
        }
    }
}
