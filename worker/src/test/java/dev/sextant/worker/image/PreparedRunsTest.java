package dev.sextant.worker.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.IntegerParameter;
import dev.sextant.common.space.Parameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.worker.RunLoop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What an executor loads before its first run. */
@Timeout(60)
final class PreparedRunsTest {
    private static final Parameter RATE =
            new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty());

    @TempDir
    private Path work;

    @Test
    void computesTheFeaturesThatAllTrialsShare() throws IOException {
        prepare(DrawnImages.draw(work.resolve("drawn"), 4), RATE);

        assertThat(featureFiles()).hasSize(1);
        assertThat(work.resolve("scratch")).isEmptyDirectory();
    }

    @Test
    void loadsNothingWhenTrialsDoNotShareInputs() throws IOException {
        prepare(
                DrawnImages.draw(work.resolve("drawn"), 4),
                RATE,
                new IntegerParameter("image_size", 32, 64, Scale.LINEAR, Optional.empty()));

        assertThat(featureFiles()).isEmpty();
    }

    @Test
    void leavesErrorsToTheRun() throws IOException {
        prepare(work.resolve("nothing"), RATE);

        assertThat(featureFiles()).isEmpty();
        assertThat(work.resolve("scratch")).isEmptyDirectory();
    }

    private void prepare(Path data, Parameter... searched) throws IOException {
        Path backbone = ResidualBackbone.write(work.resolve("backbones"));
        StudySpec study = new StudySpec(
                "prepared",
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                new TrainerSpec(
                        "image-classifier",
                        new TreeMap<>(Map.of(
                                "data",
                                data.toString(),
                                "backbone",
                                backbone.toString(),
                                "preprocessing",
                                "symmetric",
                                "image_size",
                                32L))),
                new SearchSpace(List.of(searched)),
                new Fidelity(1, 9, 3),
                new SearchSettings("random", 7),
                Budget.UNLIMITED,
                List.of(),
                new ClusterSettings(1, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
        new RunLoop("host", "1", "cpu", work.resolve("scratch"), work.resolve("cache")).prepare(study);
    }

    private List<Path> featureFiles() throws IOException {
        Path folder = work.resolve("cache").resolve("features");
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> !file.toString().endsWith(".lock")).toList();
        }
    }
}
