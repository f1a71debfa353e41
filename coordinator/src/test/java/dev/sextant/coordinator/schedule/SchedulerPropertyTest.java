package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Directive;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.StudySpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import net.jqwik.api.AfterFailureMode;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Random sequences of everything that can happen to a study. {@link StudyHarness} checks after each turn that memory equals
 * the rows, no trial runs twice, finished trials stay as they are, and no slot is lost. Whatever happens, the best epoch
 * of a trial that can be resumed has a checkpoint.
 */
class SchedulerPropertyTest {
    private static final Duration BEYOND_SILENCE = Duration.ofSeconds(66);

    private static StudyDatabase database;

    @BeforeContainer
    static void open() {
        database = StudyDatabase.open();
    }

    @AfterContainer
    static void close() {
        database.close();
    }

    /** What happens next; what cannot happen in the study's state is skipped. */
    enum Action {
        RUNS_START,
        RUN_STARTS_FURTHER_BACK,
        RUN_MEASURES,
        RUN_MEASURES_TO_TARGET,
        RUN_REPEATS_ITSELF,
        RUN_REACHES_TARGET,
        RUN_STOPS_EARLY,
        RUN_STOPS,
        RUN_DIVERGES,
        RUN_NEEDS_TOO_MUCH_MEMORY,
        TRAINER_FAILS,
        ENVIRONMENT_FAILS,
        EXECUTOR_DIES,
        RUN_REPORTS_AFTER_ITS_END,
        TIME_PASSES,
        ALL_ARE_SILENT,
        CONNECTION_BREAKS,
        ALL_CONNECTIONS_BREAK,
        STOP_IS_REQUESTED,
        STOP_OF_A_TRIAL_IS_REQUESTED,
        COORDINATOR_DIES
    }

    /**
     * @param pick which run, or how many seconds or messages
     * @param flag whether a checkpoint comes with it, or a message is still delivered
     * @param turns whether the scheduler takes a turn afterwards, or the event waits for the next ones
     */
    record Step(Action action, int pick, double accuracy, double loss, boolean flag, boolean turns) {}

    record Scenario(Goal goal, boolean constrained, String algorithm, int slots, Budget budget, List<Step> steps) {}

    @Property(tries = 25, shrinking = ShrinkingMode.BOUNDED, afterFailure = AfterFailureMode.RANDOM_SEED)
    void memoryEqualsTheRowsAfterEveryTurn(@ForAll("scenarios") Scenario scenario) throws InterruptedException {
        Objective objective = new Objective(
                "accuracy",
                scenario.goal(),
                scenario.constrained()
                        ? List.of(new Objective.Constraint("loss", Objective.Constraint.Side.AT_MOST, 0.5))
                        : List.of());
        StudySpec spec = SampleRuns.spec(
                database.newStudy(),
                objective,
                scenario.algorithm(),
                scenario.budget(),
                SampleRuns.cluster(scenario.slots(), 0));
        try (StudyHarness study = new StudyHarness(database, spec)) {
            study.turn();
            for (Step step : scenario.steps()) {
                apply(step, study);
                if (step.turns()) {
                    if (study.turn().isPresent()) {
                        study.restart();
                        study.turn();
                    }
                    study.checkBestEpochs();
                }
            }
            study.turn();
            study.checkBestEpochs();
        }
    }

    private static void apply(Step step, StudyHarness study) {
        Map<String, Double> metrics = new TreeMap<>(Map.of("accuracy", step.accuracy(), "loss", step.loss()));
        switch (step.action()) {
            case RUNS_START ->
                study.runs().runs().stream().filter(run -> !run.isStarted()).forEach(FakeRun::start);
            case RUN_STARTS_FURTHER_BACK ->
                pick(step, study, run -> !run.isStarted() && run.epoch() > 0).ifPresent(run -> {
                    run.start();
                    run.goBack();
                });
            case RUN_MEASURES ->
                pick(step, study, FakeRun::isStarted)
                        .filter(run -> !run.isAtTarget())
                        .ifPresent(run -> run.measure(
                                metrics,
                                step.flag() || run.epoch() + 1 == run.order().toEpoch()));
            case RUN_MEASURES_TO_TARGET ->
                pick(step, study, FakeRun::isStarted).ifPresent(run -> measureToTarget(run, metrics, step.flag()));
            case RUN_REPEATS_ITSELF -> pick(step, study, FakeRun::hasMeasured).ifPresent(FakeRun::repeat);
            case RUN_REACHES_TARGET ->
                pick(step, study, FakeRun::isStarted).ifPresent(run -> {
                    measureToTarget(run, metrics, step.flag());
                    run.reached(false);
                });
            case RUN_STOPS_EARLY -> pick(step, study, FakeRun::isSaved).ifPresent(run -> run.reached(true));
            case RUN_STOPS -> pick(step, study, FakeRun::isStarted).ifPresent(run -> run.stopped(step.flag()));
            case RUN_DIVERGES -> fail(step, study, FailureKind.DIVERGED);
            case RUN_NEEDS_TOO_MUCH_MEMORY -> fail(step, study, FailureKind.OUT_OF_MEMORY);
            case TRAINER_FAILS -> fail(step, study, FailureKind.TRAINER_ERROR);
            case ENVIRONMENT_FAILS -> fail(step, study, FailureKind.LOST);
            case EXECUTOR_DIES -> pick(step, study, run -> true).ifPresent(run -> run.lost("its executor was lost"));
            case RUN_REPORTS_AFTER_ITS_END -> reportAfterEnd(step, metrics, study);
            case TIME_PASSES -> study.time.advance(Duration.ofSeconds(step.pick()));
            case ALL_ARE_SILENT -> study.time.advance(BEYOND_SILENCE);
            case CONNECTION_BREAKS -> database.proxy().severAt(1 + step.pick() % 12, step.flag());
            case ALL_CONNECTIONS_BREAK -> {
                database.proxy().refuse();
                database.proxy().restore();
            }
            case STOP_IS_REQUESTED -> study.scheduler().requestStop("somebody asked");
            case STOP_OF_A_TRIAL_IS_REQUESTED -> {
                int trials = study.rows().trials().size();
                if (trials > 0) {
                    study.requests().stopTrial(study.row(), 1 + step.pick() % trials, "ada@node-1");
                }
            }
            case COORDINATOR_DIES -> study.restart();
        }
    }

    /** Spark may give an executor up that still works; a run that has returned its result is silent. */
    private static void reportAfterEnd(Step step, Map<String, Double> metrics, StudyHarness study) {
        List<FakeRun> over = study.runs().over().stream()
                .filter(run -> run.isLost() && !run.isAtTarget())
                .toList();
        if (!over.isEmpty()) {
            FakeRun run = over.get(step.pick() % over.size());
            boolean isHandled = !study.state().slots().isOccupiedBy(run.key());
            Directive answer = run.measure(metrics, step.flag());
            assertThat(answer == Directive.ABANDON || !isHandled)
                    .as("%s to %s", answer, run)
                    .isTrue();
        }
    }

    private static void measureToTarget(FakeRun run, Map<String, Double> metrics, boolean save) {
        while (!run.isAtTarget()) {
            run.measure(metrics, save || run.epoch() + 1 == run.order().toEpoch());
        }
    }

    private static void fail(Step step, StudyHarness study, FailureKind kind) {
        pick(step, study, FakeRun::isStarted).ifPresent(run -> run.failed(kind, "it failed as " + kind));
    }

    private static Optional<FakeRun> pick(Step step, StudyHarness study, Predicate<FakeRun> possible) {
        List<FakeRun> runs = study.runs().runs().stream().filter(possible).toList();
        return runs.isEmpty() ? Optional.empty() : Optional.of(runs.get(step.pick() % runs.size()));
    }

    @Provide
    Arbitrary<Scenario> scenarios() {
        return Combinators.combine(
                        Arbitraries.of(Goal.class),
                        Arbitraries.of(false, false, true),
                        Arbitraries.of("asha", "random", "auto"),
                        Arbitraries.integers().between(1, 3),
                        budgets(),
                        steps().list().ofMinSize(10).ofMaxSize(80).withSizeDistribution(RandomDistribution.uniform()))
                .as(Scenario::new);
    }

    private static Arbitrary<Budget> budgets() {
        return Arbitraries.of(
                Budget.UNLIMITED,
                Budget.UNLIMITED,
                Budget.UNLIMITED,
                SampleRuns.trials(3),
                SampleRuns.trials(6),
                SampleRuns.epochs(7),
                SampleRuns.deviceHours(0.02),
                SampleRuns.wallClock(Duration.ofMinutes(3)),
                SampleRuns.target(0.6));
    }

    private static Arbitrary<Step> steps() {
        Arbitrary<Action> actions = Arbitraries.frequency(
                Tuple.of(10, Action.RUNS_START),
                Tuple.of(12, Action.RUN_MEASURES),
                Tuple.of(2, Action.RUN_MEASURES_TO_TARGET),
                Tuple.of(3, Action.RUN_REPEATS_ITSELF),
                Tuple.of(10, Action.RUN_STARTS_FURTHER_BACK),
                Tuple.of(8, Action.RUN_REACHES_TARGET),
                Tuple.of(1, Action.RUN_STOPS_EARLY),
                Tuple.of(2, Action.RUN_STOPS),
                Tuple.of(1, Action.RUN_DIVERGES),
                Tuple.of(1, Action.RUN_NEEDS_TOO_MUCH_MEMORY),
                Tuple.of(1, Action.TRAINER_FAILS),
                Tuple.of(2, Action.ENVIRONMENT_FAILS),
                Tuple.of(8, Action.EXECUTOR_DIES),
                Tuple.of(2, Action.RUN_REPORTS_AFTER_ITS_END),
                Tuple.of(6, Action.TIME_PASSES),
                Tuple.of(1, Action.ALL_ARE_SILENT),
                Tuple.of(4, Action.CONNECTION_BREAKS),
                Tuple.of(1, Action.ALL_CONNECTIONS_BREAK),
                Tuple.of(1, Action.STOP_IS_REQUESTED),
                Tuple.of(3, Action.STOP_OF_A_TRIAL_IS_REQUESTED),
                Tuple.of(1, Action.COORDINATOR_DIES));
        Arbitrary<Double> accuracies = Arbitraries.of(
                0.1, 0.2, 0.3, 0.4, 0.5, 0.5, 0.5, 0.7, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        return Combinators.combine(
                        actions,
                        Arbitraries.integers().between(0, 20),
                        accuracies,
                        Arbitraries.of(0.2, 0.4, 0.8, Double.NaN),
                        Arbitraries.of(true, false),
                        Arbitraries.of(true, true, true, false))
                .as(Step::new);
    }
}
