package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Four recorded curves of four epochs, for studies of a parameter x, and the reading of such studies. */
final class SampleCurves {
    static final String FILE = "curves.csv";

    private SampleCurves() {}

    /** Writes the table that {@link #value} answers from. */
    static void write(Path folder) throws IOException {
        Files.writeString(
                folder.resolve(FILE),
                """
                x,1,2,3,4
                0.0,0.10,0.20,0.25,0.26
                0.3,0.20,0.30,0.45,0.50
                0.6,0.30,0.50,0.60,0.70
                1.0,0.25,0.40,0.50,0.60
                """);
    }

    /** What the table holds in the row nearest to x. */
    static Optional<Double> value(Configuration configuration, int epoch) {
        double[] at = {0.0, 0.3, 0.6, 1.0};
        double[][] curves = {
            {0.10, 0.20, 0.25, 0.26}, {0.20, 0.30, 0.45, 0.50}, {0.30, 0.50, 0.60, 0.70}, {0.25, 0.40, 0.50, 0.60}
        };
        double x = (Double) configuration.values().get("x");
        int nearest = 0;
        for (int row = 1; row < at.length; row++) {
            nearest = Math.abs(at[row] - x) < Math.abs(at[nearest] - x) ? row : nearest;
        }
        return Optional.of(curves[nearest][epoch - 1]);
    }

    /** A study file beside the table, which must be right. */
    static StudySpec study(Path folder, String name, String text) {
        StudyFile.Outcome outcome =
                StudyFile.read(text, folder.resolve(name + ".yaml"), Trainers.installed(), SearchAlgorithms.all());
        assertThat(outcome).as(outcome.toString()).isInstanceOf(StudyFile.Outcome.Valid.class);
        return ((StudyFile.Outcome.Valid) outcome).spec();
    }
}
