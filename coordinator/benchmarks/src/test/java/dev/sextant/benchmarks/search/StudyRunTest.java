package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole runs on a task whose curves are a formula. */
class StudyRunTest {
    private static final BowlTask TASK = new BowlTask("bowl", 9);
    private static final StudyRun.Protocol PROTOCOL = new StudyRun.Protocol(1, 3, 180, OptionalDouble.empty());

    @TempDir
    Path folder;

    private static BenchmarkResult run(String contender, int slots, int seed) {
        AtomicLong clock = new AtomicLong();
        return new StudyRun(Contender.of(contender), TASK, PROTOCOL, () -> clock.addAndGet(500_000)).run(slots, seed);
    }

    @Test
    void everyContenderSpendsTheBudgetAndFindsSomething() {
        for (String name : Contender.names()) {
            BenchmarkResult result = run(name, 4, 1);

            assertThat(result.epochs()).as(name).isEqualTo(180);
            assertThat(result.best().steps()).as(name).isNotEmpty();
            List<IncumbentTrace.Step> steps = result.best().steps();
            assertThat(steps.get(steps.size() - 1).epoch()).as(name).isLessThanOrEqualTo(180);
            assertThat(result.recommended())
                    .as(name)
                    .isGreaterThanOrEqualTo(steps.get(steps.size() - 1).best());
            assertThat(result.askMillisP50()).as(name).isEqualTo(0.5);
        }
    }

    @Test
    void theSameSeedGivesTheSameRunAndAnotherAnother() {
        for (String name : Contender.names()) {
            assertThat(run(name, 3, 5)).as(name).isEqualTo(run(name, 3, 5));
            assertThat(run(name, 3, 6).best())
                    .as(name)
                    .isNotEqualTo(run(name, 3, 5).best());
        }
    }

    /** Random search trains each of its configurations for 9 epochs: the same ones, twice as many for as many epochs. */
    @Test
    void twiceTheBudgetIsRandomSearchAtHalfTheCharge() {
        IncumbentTrace random = run("random", 1, 2).best();
        IncumbentTrace twice = run(Contender.TWICE_THE_BUDGET, 1, 2).best();

        for (long epochs = 1; epochs <= 90; epochs++) {
            assertThat(twice.after(epochs, 0)).isEqualTo(random.after(2 * epochs, 0));
        }
    }

    @Test
    void oneEpochThenTheBestTrainsThreeToTheEnd() {
        BenchmarkResult result = run(OneEpochThenBest.NAME, 1, 3);

        // 180 − 3 · 8 = 156 first epochs: the best of them goes on as epoch 157, and nothing better comes before.
        double bestOfFirst = result.best().after(156, Double.NaN);
        assertThat(result.best().after(157, Double.NaN)).isGreaterThan(bestOfFirst);
        assertThat(result.recommended()).isEqualTo(result.best().after(180, Double.NaN));
    }

    @Test
    void latencyDelaysRunsButChargesNoEpochs() {
        AtomicLong clock = new AtomicLong();
        StudyRun.Protocol delayed = new StudyRun.Protocol(1, 3, 180, OptionalDouble.of(1));
        BenchmarkResult slow =
                new StudyRun(Contender.of("random"), TASK, delayed, () -> clock.addAndGet(3_000_000_000L)).run(1, 2);
        BenchmarkResult quick = run("random", 1, 2);

        assertThat(slow.epochs()).isEqualTo(quick.epochs());
        assertThat(slow.best().steps()).hasSameSizeAs(quick.best().steps());
        // The first run begins 3 time units later.
        assertThat(slow.best().steps().get(0).time())
                .isEqualTo(quick.best().steps().get(0).time() + 3);
    }

    @Test
    void resultsSurviveTheFile() throws IOException, InterruptedException {
        Path file = folder.resolve("out.csv");
        List<BenchmarkResult> results = new ArrayList<>();
        List<String> progress = new ArrayList<>();
        try (ResultFile out = ResultFile.create(file);
                Runs runs = new Runs(2, PROTOCOL, progress::add)) {
            runs.run(Contender.of("asha"), List.of(TASK, new BowlTask("other", 9)), 2, List.of(0, 1, 2), run -> {
                out.add(run);
                results.add(run);
            });
        }

        assertThat(results).hasSize(6);
        assertThat(progress).singleElement().asString().startsWith("asha, 2 slots: 6 runs in");
        assertThat(ResultFile.read(file)).isEqualTo(results);
    }

    @Test
    void writesTablesBetweenTheMarksOfAPage() throws IOException {
        Path page = folder.resolve("page.md");
        Files.writeString(page, "before\n" + ReportPage.BEGIN + "\nold\n" + ReportPage.END + "\nafter\n");

        ReportPage.write(page, "new\n");
        ReportPage.write(page, "newer\n");

        assertThat(page).hasContent("before\n" + ReportPage.BEGIN + "\n\nnewer\n\n" + ReportPage.END + "\nafter\n");
    }

    @Test
    void tablesHaveOneRowPerAlgorithmAndAComparison() {
        List<BenchmarkResult> results = new ArrayList<>();
        for (String name : List.of("asha", "random")) {
            for (int seed = 0; seed < 5; seed++) {
                results.add(run(name, 1, seed));
            }
        }

        String tables = Report.of(results, List.of(TASK)).markdown("asha");

        assertThat(tables).contains("### bowls, 1 slot, 180 epochs", "| against asha |", "| bowl |");
        assertThat(tables.lines().filter(line -> line.startsWith("| random")).count())
                .isEqualTo(2);
        Report missing = Report.of(results, List.of(new BowlTask("another", 9)));
        assertThat(missing.groups()).isEmpty();
    }

    @Test
    void namesAllContendersWhenOneIsUnknown() {
        assertThatThrownBy(() -> Contender.of("ahsa"))
                .hasMessageContaining("unknown algorithm ahsa")
                .hasMessageContaining("asha");
    }
}
