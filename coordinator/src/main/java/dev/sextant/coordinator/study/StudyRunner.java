package dev.sextant.coordinator.study;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.spec.SpecChange;
import dev.sextant.common.spec.SpecJson;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.text.Plural;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.schedule.DatabaseRetry;
import dev.sextant.coordinator.schedule.Scheduler;
import dev.sextant.coordinator.schedule.StudyObserver;
import dev.sextant.coordinator.schedule.StudyOutcome;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.spark.ClusterStart;
import dev.sextant.coordinator.spark.SparkCluster;
import dev.sextant.coordinator.spark.SparkRuns;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.connect.DatabaseGoneException;
import dev.sextant.sql.row.EarlierStudyRow;
import dev.sextant.sql.row.StudyRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Runs a study from its file or from its rows, under the study's lock: one coordinator at a time. */
public final class StudyRunner {
    private final Database database;
    private final Launch launch;
    private final StudyObserver observer;
    private final StopSignal stop;
    private final DatabaseRetry retry;

    /**
     * @param launch options for running studies
     * @param observer receives progress and notices
     * @param stop carries a request to stop, such as Ctrl-C
     */
    public StudyRunner(Database database, Launch launch, StudyObserver observer, StopSignal stop) {
        this.database = database;
        this.launch = launch;
        this.observer = observer;
        this.stop = stop;
        this.retry = DatabaseRetry.inRealTime(launch.databaseTimeout(), observer::notice);
    }

    /**
     * Creates the study and runs it, or resumes it if it exists with the same specification. Its budget and cluster may
     * differ.
     *
     * @throws StudyException if it exists with another specification, or is new and names earlier studies that it cannot
     *     learn from
     * @throws dev.sextant.sql.connect.StudyLockedException if another coordinator runs it
     * @throws dev.sextant.coordinator.schedule.ClusterException if the cluster lacks what the study needs
     */
    public StudyOutcome sweep(StudySpec requested) throws InterruptedException {
        return sweep(requested, launch.cluster(requested));
    }

    /**
     * Runs the study as {@link #sweep(StudySpec)} does.
     *
     * @param start start of the cluster, which may be under way; closed here once the study's lock is held, otherwise the
     *     caller must close it
     */
    public StudyOutcome sweep(StudySpec requested, ClusterStart start) throws InterruptedException {
        StudySpec spec = launch.applied(requested);
        StudyRow row = retry.call(() -> {
            if (database.studies().find(spec.name()).isEmpty()) {
                new WarmStartCheck(database).check(spec);
            }
            return database.studies().createIfAbsent(spec);
        });
        return run(row, changed(row, spec), start);
    }

    /**
     * Resumes a study from its rows alone.
     *
     * @throws StudyException if there is no such study
     */
    public StudyOutcome resume(String name) throws InterruptedException {
        StudyRow row = retry.call(() -> database.studies().find(name))
                .orElseThrow(() ->
                        new StudyException("No study " + name + " in this database; `sextant list` shows its studies"));
        if (row.spec().trainer().isImported()) {
            throw new StudyException(
                    "Study " + name + " was imported and cannot be resumed: another program has trained it."
                            + " Name it under search.warm_start of a new study");
        }
        return run(row, changed(row, launch.applied(row.spec())), launch.cluster(row.spec()));
    }

    /** Returns the specification that a study has from now on, unless it stays the same. */
    private static Optional<StudySpec> changed(StudyRow row, StudySpec requested) {
        int revision = row.spec().trainer().revision();
        StudySpec spec = revision < requested.trainer().revision()
                ? SpecJson.withStoredNames(row.spec(), requested).withTrainerRevision(revision)
                : requested;
        if (row.specHash().equals(SpecJson.hash(spec))) {
            return Optional.empty();
        }
        List<SpecChange> changes = SpecChange.between(row.spec(), spec);
        if (!SpecChange.areAllowed(changes)) {
            throw new StudyException("Study " + spec.name() + " exists with another specification:\n"
                    + SpecChange.render(changes)
                    + "\n"
                    + "Only budget and cluster may change. Give the study another name, or delete the old one: sextant"
                    + " delete " + spec.name());
        }
        // All else stays as it was stored: which parameters matter may follow from another version of the trainer.
        return changes.isEmpty()
                ? Optional.empty()
                : Optional.of(row.spec().withBudget(spec.budget()).withCluster(spec.cluster()));
    }

    private StudyOutcome run(StudyRow row, Optional<StudySpec> change, ClusterStart start) throws InterruptedException {
        StudySpec spec = change.orElse(row.spec());
        String holder = holder();
        try (StudyJournal journal = retry.call(() -> database.studies().lock(row, holder))) {
            if (change.isPresent()) {
                String difference = SpecChange.render(SpecChange.between(row.spec(), spec));
                retry.run(() -> journal.useTransaction(tx -> tx.respecify(spec, difference)));
                observer.notice("The specification of the study changes:\n" + difference);
            }
            List<RunKey> lost =
                    retry.call(() -> journal.inTransaction(tx -> tx.reap("its coordinator ended before the run")));
            if (!lost.isEmpty()) {
                observer.notice("Runs lost with an earlier coordinator: " + lost.size() + "; they are retried first");
            }
            return onCluster(row, spec, journal, holder, start);
        }
    }

    private StudyOutcome onCluster(
            StudyRow row, StudySpec spec, StudyJournal journal, String holder, ClusterStart start)
            throws InterruptedException {
        if (spec.cluster().checkpoints().isEmpty()) {
            StudyCheckpoints.createDefaultParent(launch.home());
        }
        String checkpoints = StudyCheckpoints.of(row, spec, launch.home()).folder();
        // The cluster starts meanwhile.
        List<String> data = StudyPlan.of(spec, Trainers.installed()).data();
        try (start) {
            SparkCluster cluster = start.await();
            cluster.check(checkpoints, launch.executorTimeout(), observer::notice);
            retry.run(() -> journal.useTransaction(tx -> {
                tx.carriedBy(cluster.applicationId());
                tx.studyBecomes(
                        StudyState.RUNNING,
                        String.format(
                                Locale.ROOT,
                                "started by %s with %s on %s as %s",
                                holder,
                                Plural.count(spec.cluster().slots(), "slot"),
                                cluster.master(),
                                cluster.applicationId()),
                        data.isEmpty() ? Map.of() : Map.of("data", data));
            }));
            try {
                observer.notice("%s on %s (%s), Spark application %s"
                        .formatted(
                                Plural.count(spec.cluster().slots(), "slot"),
                                cluster.master(),
                                cluster.hosts(),
                                cluster.applicationId()));
                return scheduled(spec, journal, cluster, checkpoints);
            } catch (RuntimeException e) {
                pause(journal, e);
                throw e;
            }
        }
    }

    private StudyOutcome scheduled(StudySpec spec, StudyJournal journal, SparkCluster cluster, String checkpoints)
            throws InterruptedException {
        try (Scheduler scheduler = Scheduler.builder(spec, journal)
                .knowledge(knowledge(spec, journal))
                .search(SearchAlgorithms.create(spec.search().algorithm()))
                .dispatcher(new SparkRuns(cluster, spec.cluster().slots()))
                .checkpointFolder(checkpoints)
                .observer(observer)
                .databaseTimeout(launch.databaseTimeout())
                .build()) {
            stop.connect(scheduler::requestStop);
            return scheduler.run();
        }
    }

    private PriorKnowledge knowledge(StudySpec spec, StudyJournal journal) throws InterruptedException {
        List<EarlierStudy> earlier = new ArrayList<>();
        for (EarlierStudyRow row : retry.call(journal::earlierStudies)) {
            WarmStart start = WarmStart.of(spec, row, Trainers.installed());
            observer.notice("The search " + start.summary());
            earlier.add(start.study());
        }
        return new PriorKnowledge(earlier, spec.search().priors(), new TrialWork(spec.trainer(), Trainers.installed()));
    }

    /** Pauses the study after a failure, unless the database is what failed. */
    private static void pause(StudyJournal journal, RuntimeException cause) {
        if (cause instanceof DatabaseGoneException) {
            return;
        }
        try {
            journal.useTransaction(tx -> tx.studyBecomes(StudyState.PAUSED, String.valueOf(cause.getMessage())));
        } catch (RuntimeException alsoFailed) {
            cause.addSuppressed(alsoFailed);
        }
    }

    private static String holder() {
        return LocalUser.atHost() + " (process " + ProcessHandle.current().pid() + ")";
    }
}
