package dev.sextant.coordinator.study;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.trainer.Trainers;
import dev.sextant.coordinator.past.CsvTrials;
import dev.sextant.coordinator.past.PastStudy;
import dev.sextant.coordinator.schedule.RecordingObserver;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.EarlierStudy;
import dev.sextant.coordinator.search.ask.PriorKnowledge;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.StudyView;
import dev.sextant.coordinator.search.simulation.SimulatedStudy;
import dev.sextant.sql.Database;
import dev.sextant.sql.StudyJournal;
import dev.sextant.sql.connect.DatabaseAddress;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.sql.server.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Studies that learn from earlier ones, on real executor processes and a real PostgreSQL. */
class WarmStartRunTest {
    @TempDir
    static Path folder;

    private static EmbeddedServer server;
    private static Database database;

    private final RecordingObserver observer = new RecordingObserver();

    @BeforeAll
    static void open() throws IOException {
        server = EmbeddedServer.open(folder.resolve("postgres"));
        database = Database.open(server.address());
        SampleCurves.write(folder);
    }

    @AfterAll
    static void close() {
        database.close();
        server.close();
    }

    private StudyRunner runner() {
        Launch launch = new Launch(
                Optional.empty(),
                OptionalInt.empty(),
                Optional.empty(),
                Duration.ofSeconds(60),
                Duration.ofSeconds(5),
                folder);
        return new StudyRunner(database, launch, observer, new StopSignal());
    }

    private static StudySpec study(String name, String search, String low, String objective, String... more) {
        String text =
                """
                study: %s
                objective: %s
                trainer: {type: curve-table, table: curves.csv, epoch_seconds: 0.01}
                parameters:
                  x: {type: continuous, low: %s, high: 1.0}
                fidelity: {max_epochs: 4}
                search: {seed: 5, %s}
                budget: {trials: 9}
                cluster: {slots: 1, memory_per_trial: 1g, checkpoint_every: 1s}
                %s
                """
                        .formatted(name, objective, low, search, String.join("\n", more));
        return SampleCurves.study(folder, name, text);
    }

    private static StudySpec study(String name, String search) {
        return study(name, search, "0.0", "{metric: accuracy, goal: maximize}");
    }

    @Test
    void proposesFromItsOwnRowsWhateverBecomesOfTheEarlierStudy() throws Exception {
        StudySpec before = study(
                "before",
                "algorithm: asha",
                "0.0",
                "{metric: accuracy, goal: maximize}",
                "start_with: [{x: 0.9}, {x: 0.2}]");
        assertThat(runner().sweep(before).state()).isEqualTo(StudyState.COMPLETED);
        StudyRow source = database.studies().find("before").orElseThrow();
        List<StoredTrial> trials = database.reader().snapshot(source).trials();
        StoredTrial best = trials.stream()
                .max(Comparator.comparingDouble(
                        trial -> trial.curve().best(source.spec().objective().goal())))
                .orElseThrow();
        // Drops what lies below.
        StudySpec spec =
                study("after", "algorithm: auto, warm_start: [before]", "0.45", "{metric: accuracy, goal: maximize}");
        StudyRow row = database.studies().createIfAbsent(spec);
        database.studies().delete(source, "eve@desk");
        observer.dispatches.clear();

        assertThat(runner().resume("after").state()).isEqualTo(StudyState.COMPLETED);

        WarmStart start;
        try (StudyJournal journal = database.studies().lock(row, "a test")) {
            start = WarmStart.of(spec, journal.earlierStudies().get(0), Trainers.installed());
        }
        int below = (int) trials.stream()
                .filter(trial -> (Double) trial.configuration().values().get("x") < 0.45)
                .count();
        assertThat(below).isBetween(1, trials.size() - 1);
        assertThat(start.study().trials()).hasSize(trials.size() - below);
        assertThat(start.study().startWith()).containsExactly(before.startWith().get(0));
        assertThat(observer.notices)
                .contains("The search learns from " + (trials.size() - below) + " trials of before; " + below
                        + " left out: x outside its range (" + below + ")");
        assertThat(observer.dispatches.get(0))
                .contains("trial " + best.number() + " of before, one of its best trials");
        assertThat(observer.dispatches).containsExactlyElementsOf(simulated(spec, start.study()));
    }

    private static List<String> simulated(StudySpec spec, EarlierStudy earlier) {
        StudyView view = new StudyView(
                        spec.space(),
                        spec.objective().goal(),
                        spec.fidelity().rungs(),
                        spec.fidelity().reduction(),
                        spec.search().seed(),
                        1,
                        9,
                        List.of(),
                        List.of())
                .withKnowledge(new PriorKnowledge(List.of(earlier), Map.of()));
        List<String> dispatches = new ArrayList<>();
        new SimulatedStudy(view, SampleCurves::value, Long.MAX_VALUE, 1)
                .watchedBy((now, proposal) -> {
                    if (proposal instanceof Proposal.StartTrial trial) {
                        dispatches.add("trial " + (now.trials().size() + 1) + " to epoch " + trial.toEpoch() + ": "
                                + trial.reason().sentence());
                    } else if (proposal instanceof Proposal.ContinueTrial trial) {
                        dispatches.add("trial " + trial.trial() + " to epoch " + trial.toEpoch() + ": "
                                + trial.reason().sentence());
                    }
                })
                .run(SearchAlgorithms.create("auto"));
        return dispatches;
    }

    @Test
    void pausesAStudyWhoseEarlierOnesCannotBeRead() throws Exception {
        assertThat(runner().sweep(study("known", "algorithm: random")).state()).isEqualTo(StudyState.COMPLETED);
        StudySpec spec = study("puzzled", "algorithm: auto, warm_start: [known]");
        database.studies().createIfAbsent(spec);
        DatabaseAddress address = server.address();
        try (Connection connection = DriverManager.getConnection(
                        address.url(),
                        address.user().orElseThrow(),
                        address.password().get().orElseThrow());
                Statement statement = connection.createStatement()) {
            statement.execute("UPDATE sextant.earlier_study SET spec = '{}' WHERE name = 'known'");
        }
        assertThatThrownBy(() -> runner().resume("puzzled")).isInstanceOf(RuntimeException.class);
        assertThat(database.studies().find("puzzled").orElseThrow().state()).isEqualTo(StudyState.PAUSED);
    }

    @Test
    void saysWhyThereIsNothingToLearn() {
        WarmStartCheck starts = new WarmStartCheck(database);
        String search = "algorithm: auto, warm_start: [source]";
        assertThatThrownBy(() -> starts.check(study("learner", search)))
                .isInstanceOf(StudyException.class)
                .hasMessage("search.warm_start: no study source in this database; `sextant list` shows its studies");

        database.studies().createIfAbsent(study("source", "algorithm: asha"));
        assertThatThrownBy(() -> starts.check(study("learner", "algorithm: auto, warm_start: [soruce]")))
                .hasMessage("search.warm_start: no study soruce in this database; did you mean source?");
        assertThatThrownBy(() -> starts.check(study("learner", search)))
                .hasMessage("search.warm_start: source has no measurements yet; run it first, or remove it");
        assertThatThrownBy(() -> starts.check(study("learner", search, "0.0", "{metric: loss, goal: minimize}")))
                .hasMessage("search.warm_start: source was run to maximize accuracy, not to minimize loss; name a study"
                        + " with the same objective, or remove it");
    }

    @Test
    void learnsFromTrialsOfAnotherProgram() throws Exception {
        Path file = Files.writeString(folder.resolve("by-hand.csv"), "x,accuracy\n0.25,0.5\n0.75,0.9\n0.5,\n");
        StudySpec like = study("like", "algorithm: auto");
        PastStudy past = CsvTrials.read(file, "by-hand", like);
        database.studies().createImported(past.spec(), past.trials(), file.toString());
        StudySpec spec = study("taught", "algorithm: auto, warm_start: [by-hand]");

        new WarmStartCheck(database).check(spec);
        StudyRow row = database.studies().createIfAbsent(spec);

        try (StudyJournal journal = database.studies().lock(row, "a test")) {
            WarmStart start = WarmStart.of(spec, journal.earlierStudies().get(0), Trainers.installed());
            assertThat(start.summary()).isEqualTo("learns from 3 trials of by-hand");
            assertThat(simulated(spec, start.study()).get(0)).contains("trial 2 of by-hand, one of its best trials");
        }
    }
}
