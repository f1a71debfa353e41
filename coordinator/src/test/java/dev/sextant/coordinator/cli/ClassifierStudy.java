package dev.sextant.coordinator.cli;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.common.trainer.Settings;
import dev.sextant.common.trainer.Trainer;
import dev.sextant.common.trainer.TrialContext;
import dev.sextant.coordinator.study.StudyCheckpoints;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.checkpoint.CheckpointStore;
import dev.sextant.worker.image.ImageClassifierFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A finished study of image-classifier, whose models a real trainer left. */
public final class ClassifierStudy {
    private static final int TOP = 9;

    private ClassifierStudy() {}

    /**
     * Trains a model.
     *
     * @param given settings of the trainer
     * @param model the file that it is saved in
     * @return what the last epoch measured
     */
    public static Map<String, Double> train(Map<String, Object> given, Path home, Path model, int epochs)
            throws Exception {
        ImageClassifierFactory factory = new ImageClassifierFactory();
        TrialContext context = new TrialContext(
                "study",
                1,
                3,
                Settings.withDefaults(factory.settings(), given),
                "accuracy",
                0,
                TOP,
                TOP,
                "cpu",
                1,
                Files.createDirectories(home.resolve("run")),
                Files.createDirectories(home.resolve("cache")),
                List.of(TOP),
                factory.revision());
        try (Trainer trainer = factory.create(context)) {
            Map<String, Double> metrics = Map.of();
            for (int epoch = 1; epoch <= epochs; epoch++) {
                metrics = trainer.train(epoch);
            }
            trainer.save(model);
            return metrics;
        }
    }

    /**
     * Writes the study, as {@link SampleStudy} fills it.
     *
     * @param best the best trial's model, after nine epochs
     * @param first the first trial's, after one
     */
    public static void write(
            Database database, String name, Map<String, Object> given, Path home, Path best, Path first)
            throws Exception {
        StudySpec like = SampleStudy.spec(name);
        StudySpec spec = new StudySpec(
                name,
                like.objective(),
                new TrainerSpec("image-classifier", new TreeMap<>(given)),
                like.space(),
                like.fidelity(),
                like.search(),
                like.budget(),
                like.startWith(),
                like.cluster());
        try (StudyJournal journal = database.studies().lock(database.studies().createIfAbsent(spec), "ada")) {
            StudyRow row = database.studies().find(name).orElseThrow();
            CheckpointStore store =
                    CheckpointStore.in(StudyCheckpoints.of(row, home).folder());
            Checkpoint kept = store.save(best, new RunKey(row.id(), SampleStudy.BEST, 1, 1), TOP);
            Checkpoint start = store.save(first, new RunKey(row.id(), 1, 1, 1), 1);
            SampleStudy.write(journal, SampleStudy.DIVERGED, kept, start);
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.COMPLETED, "its budget is spent"));
        }
    }
}
