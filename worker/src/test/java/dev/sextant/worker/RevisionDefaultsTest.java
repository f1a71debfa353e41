package dev.sextant.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunResult;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.AlgorithmTraits.Trait;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Setting;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.worker.image.DrawnImages;
import dev.sextant.worker.image.ImageClassifierFactory;
import dev.sextant.worker.image.ResidualBackbone;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The default of {@code head_epochs} is 1 in studies of the first revision, where they count, and 10 in new ones. */
class RevisionDefaultsTest {
    private static final Algorithms ALGORITHMS =
            Algorithms.of(List.of(new AlgorithmTraits("asha", "halving", Set.of(Trait.DEFAULT))));

    @TempDir
    static Path folder;

    private static Path data;
    private static Path backbone;

    @BeforeAll
    static void draw() throws IOException {
        data = DrawnImages.draw(folder.resolve("drawn"), 6);
        backbone = ResidualBackbone.write(folder.resolve("backbones"));
    }

    @Test
    void revisionsDifferInTwoDefaultsOnly() {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        assertThat(defaults(factory.settings())).isEqualTo(defaults(factory.settings(factory.revision())));
        SortedMap<String, Object> first = defaults(factory.settings(1));
        SortedMap<String, Object> latest = defaults(factory.settings());
        assertThat(first.put("head_epochs", 10L)).isEqualTo(1L);
        assertThat(first.remove("part_column")).isEqualTo("part");
        assertThat(latest).containsEntry("head_epochs", 10L).isEqualTo(first);
    }

    private static SortedMap<String, Object> defaults(List<Setting> declared) {
        return new TreeMap<>(Settings.withDefaults(declared, Map.of()).values());
    }

    @Test
    void startWithMayLeaveOutASearchedDefault() {
        String text =
                """
                study: shapes
                objective: {metric: accuracy, goal: maximize}
                trainer: {type: image-classifier, data: drawn, backbone: %s, fine_tuning: true}
                parameters:
                  head_epochs: {type: integer, low: 5, high: 30}
                  dropout: {type: continuous, low: 0.0, high: 0.5}
                fidelity: {max_epochs: 3}
                start_with: [{dropout: 0.1}]
                budget: {trials: 3}
                """
                        .formatted(backbone);
        StudyFile.Outcome outcome =
                StudyFile.read(text, folder.resolve("study.yaml"), Trainers.installed(), ALGORITHMS);
        assertThat(outcome).isInstanceOf(StudyFile.Outcome.Valid.class);
        StudySpec spec = ((StudyFile.Outcome.Valid) outcome).spec();
        assertThat(spec.startWith()).containsExactly(Configuration.of(Map.of("dropout", 0.1, "head_epochs", 10L)));
    }

    /** The learning rate shows which epochs trained the head: in fine-tuning it is a tenth. */
    @Test
    void runsHaveTheDefaultsOfTheirStudysRevision() throws Exception {
        assertThat(learningRates(1)).containsExactly(0.01, 0.001);
        assertThat(learningRates(2)).containsExactly(0.001, 0.001);
    }

    private static List<Double> learningRates(int revision) throws Exception {
        RecordingReporter reporter = RecordingReporter.thatContinues();
        RunLoop loop = new RunLoop("host-1", "7", "cpu", folder.resolve("scratch"), folder.resolve("cache"));
        assertThat(loop.train(order(revision), reporter)).isInstanceOf(RunResult.Reached.class);
        return List.copyOf(reporter.values("learning_rate").values());
    }

    private static RunOrder order(int revision) {
        TreeMap<String, Object> settings =
                new TreeMap<>(Map.of("data", data.toString(), "backbone", backbone.toString()));
        settings.putAll(Map.of("fine_tuning", true, "learning_rate", 0.01, "schedule", "constant"));
        return new RunOrder(
                new RunKey(revision, 1, 1, 1),
                "shapes",
                "image-classifier",
                revision,
                settings,
                42,
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                LearningCurve.EMPTY,
                List.of(),
                2,
                2,
                List.of(2),
                folder.resolve("checkpoints").toUri().toString(),
                Duration.ofHours(1),
                1);
    }
}
