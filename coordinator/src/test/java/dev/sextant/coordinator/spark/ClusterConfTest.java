package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.search.SearchAlgorithms;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClusterConfTest {
    @TempDir
    Path folder;

    @Test
    void writesTheMasterInTheDigitsThatSparkReads() throws Exception {
        Locale before = Locale.getDefault();
        StudySpec spec = spec();
        try {
            Locale.setDefault(Locale.forLanguageTag("fa-IR"));
            assertThat(String.format(Locale.getDefault(), "%d", 1))
                    .as("a locale of other digits")
                    .isNotEqualTo("1");
            assertThat(ClusterConf.of(spec, Optional.empty(), folder).get("spark.master"))
                    .isEqualTo("local-cluster[2,1,512]");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void executorsDeserializeOnlyWhatMessagesNeedUnlessTheUserChoseAFilter() throws Exception {
        assertThat(ClusterConf.of(spec(), Optional.empty(), folder).get("spark.executor.extraJavaOptions"))
                .contains(" -Djdk.serialFilter=maxdepth=2000;java.lang.**;")
                .endsWith(";!*");
        System.setProperty("spark.executor.extraJavaOptions", "-Djdk.serialFilter=own.**;!*");
        try {
            assertThat(ClusterConf.of(spec(), Optional.empty(), folder).get("spark.executor.extraJavaOptions"))
                    .containsOnlyOnce("-Djdk.serialFilter=")
                    .contains("-Djdk.serialFilter=own.**;!*");
        } finally {
            System.clearProperty("spark.executor.extraJavaOptions");
        }
    }

    private StudySpec spec() throws Exception {
        Files.writeString(folder.resolve("curves.csv"), "x,1\n0.0,0.1\n");
        String text =
                """
                study: digits
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: curve-table, table: curves.csv}
                parameters:
                  x: {type: continuous, low: 0.0, high: 1.0}
                fidelity: {max_epochs: 1}
                budget: {trials: 1}
                cluster: {slots: 2, memory_per_trial: 1g}
                """;
        return ((StudyFile.Outcome.Valid) StudyFile.read(
                        text, folder.resolve("study.yaml"), Trainers.installed(), SearchAlgorithms.all()))
                .spec();
    }
}
