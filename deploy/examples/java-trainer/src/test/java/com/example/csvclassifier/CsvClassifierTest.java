package com.example.csvclassifier;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sextant.common.study.AlgorithmTraits;
import dev.sextant.common.study.Algorithms;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.studyfile.StudyFile;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrainerFactory;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.common.trainer.TrialContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The trainer keeps what {@link Trainer} promises. */
class CsvClassifierTest {
    private static final int EPOCHS = 10;

    @TempDir
    private Path folder;

    private final TrainerFactory factory =
            Trainers.installed().find("csv-classifier").orElseThrow();

    /** The promise that resuming stands on: 2n epochs equal n, save, restore, and n more, to the last bit. */
    @Test
    void resumedTrialEqualsOneThatWasNotInterrupted() throws Exception {
        Path half = folder.resolve("after-" + EPOCHS);
        Path whole = folder.resolve("whole");
        Path resumed = folder.resolve("resumed");

        List<Map<String, Double>> uninterrupted = new ArrayList<>();
        try (Trainer trainer = factory.create(context(4242))) {
            for (int epoch = 1; epoch <= 2 * EPOCHS; epoch++) {
                uninterrupted.add(trainer.train(epoch));
                if (epoch == EPOCHS) {
                    trainer.save(half);
                }
            }
            trainer.save(whole);
        }

        List<Map<String, Double>> after = new ArrayList<>();
        try (Trainer trainer = factory.create(context(4242))) {
            trainer.restore(half, EPOCHS);
            for (int epoch = EPOCHS + 1; epoch <= 2 * EPOCHS; epoch++) {
                after.add(trainer.train(epoch));
            }
            trainer.save(resumed);
        }

        assertEquals(uninterrupted.subList(EPOCHS, 2 * EPOCHS), after);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(resumed));
    }

    @Test
    void otherSeedIsAnotherTrial() throws Exception {
        try (Trainer one = factory.create(context(1));
                Trainer two = factory.create(context(2))) {
            assertNotEquals(one.train(1), two.train(1));
        }
    }

    @Test
    void learnsTheSpirals() throws Exception {
        Map<String, Double> metrics = Map.of();
        try (Trainer trainer = factory.create(context(7, Map.of("learning_rate", 0.3, "momentum", 0.5)))) {
            for (int epoch = 1; epoch <= 81; epoch++) {
                metrics = trainer.train(epoch);
            }
        }

        assertEquals(factory.metrics(), metrics.keySet());
        // Guessing gets a third right.
        assertTrue(metrics.get("accuracy") > 0.8, metrics.toString());
    }

    @Test
    void checkpointOfAnotherSizeIsRefused() throws Exception {
        Path checkpoint = folder.resolve("16-units");
        try (Trainer trainer = factory.create(context(1))) {
            trainer.train(1);
            trainer.save(checkpoint);
        }

        try (Trainer trainer = factory.create(context(1, Map.of("hidden_size", 8L)))) {
            TrainingFailure failure = assertThrows(TrainingFailure.class, () -> trainer.restore(checkpoint, 1));
            assertEquals(FailureKind.TRAINER_ERROR, failure.kind());
        }
    }

    @Test
    void brokenRowIsFoundBeforeAnythingRuns() throws Exception {
        Path broken = Files.writeString(folder.resolve("broken.csv"), "x,y,arm\n0.1,0.2,a\n0.3,zero,b\n");

        String message = factory.check(settings(Map.of("data", broken.toString())))
                .get(0)
                .message();

        assertTrue(message.endsWith("broken.csv:3: column 2 (zero) is not a number"), message);
    }

    @Test
    void interruptedRunEnds() throws Exception {
        try (Trainer trainer = factory.create(context(1))) {
            Thread.currentThread().interrupt();
            assertThrows(InterruptedException.class, () -> trainer.train(1));
        }
    }

    @Test
    void studyFileBesideIsValid() throws Exception {
        Path file = Path.of("study.yaml").toAbsolutePath();
        Algorithms algorithms = Algorithms.of(List.of(new AlgorithmTraits(
                "auto", "the default", Set.of(AlgorithmTraits.Trait.DEFAULT, AlgorithmTraits.Trait.DOUBLING_RUNGS))));

        assertInstanceOf(
                StudyFile.Outcome.Valid.class,
                StudyFile.read(Files.readString(file), file, Trainers.installed(), algorithms));
    }

    private TrialContext context(long seed) {
        return context(seed, Map.of());
    }

    private TrialContext context(long seed, Map<String, Object> searched) {
        return new TrialContext(
                "spirals",
                1,
                seed,
                settings(searched),
                "accuracy",
                0,
                2 * EPOCHS,
                81,
                "cpu",
                1,
                folder,
                folder,
                List.of(1, 3, 9, 27, 81),
                factory.revision());
    }

    private Settings settings(Map<String, Object> given) {
        Map<String, Object> values = new HashMap<>(given);
        values.putIfAbsent("data", Path.of("spirals.csv").toAbsolutePath().toString());
        return Settings.withDefaults(factory.settings(), values);
    }
}
