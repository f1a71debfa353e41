package dev.sextant.coordinator.study;

import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.Trial;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.sql.Database;
import dev.sextant.sql.row.EarlierStudyRow;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.row.StudySummary;
import java.util.List;

/** Checks the earlier studies that a new study names against the database. */
final class WarmStartCheck {
    private static final String PROPERTY = "search.warm_start: ";

    private final Database database;

    WarmStartCheck(Database database) {
        this.database = database;
    }

    /**
     * Checks that there is something to learn.
     *
     * @param spec specification of a study that does not exist yet
     * @throws StudyException if an earlier study is missing, has another objective, or has no trial that fits
     */
    void check(StudySpec spec) {
        for (String name : spec.search().warmStart()) {
            StudyRow earlier = database.studies().find(name).orElseThrow(() -> unknown(name));
            checkObjective(spec.objective(), earlier.spec());
            checkTrials(spec, earlier);
        }
    }

    private StudyException unknown(String name) {
        List<String> names =
                database.reader().studies().stream().map(StudySummary::study).toList();
        return new StudyException(
                PROPERTY + "no study " + name + " in this database; " + StudyNames.remedy(name, names));
    }

    private static void checkObjective(Objective ours, StudySpec earlier) {
        Objective theirs = earlier.objective();
        if (!theirs.metric().equals(ours.metric()) || theirs.goal() != ours.goal()) {
            throw new StudyException(PROPERTY + earlier.name() + " was run to "
                    + theirs.goal().word() + " " + theirs.metric() + ", not to "
                    + ours.goal().word() + " " + ours.metric()
                    + "; name a study with the same objective, or remove it");
        }
    }

    private void checkTrials(StudySpec spec, StudyRow earlier) {
        List<Trial> trials = database.reader().snapshot(earlier).trials().stream()
                .map(StoredTrial::trial)
                .toList();
        if (trials.stream().allMatch(trial -> trial.curve().epochs() == 0)) {
            throw new StudyException(
                    PROPERTY + earlier.spec().name() + " has no measurements yet; run it first, or remove it");
        }
        WarmStart start = WarmStart.of(spec, new EarlierStudyRow(earlier.spec(), trials), Trainers.installed());
        if (start.study().trials().isEmpty()) {
            throw new StudyException(PROPERTY + "none of the " + trials.size() + " trials of "
                    + earlier.spec().name() + " lies in this study's search space (" + start.summary()
                    + "); widen the ranges, or remove the study from the list");
        }
    }
}
