package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command, from its options to its files. */
class SearchBenchmarkTest {
    @TempDir
    Path folder;

    private Path table;
    private Path out;
    private String errors = "";

    @BeforeEach
    void writeTable() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder("a,beta1,beta2,d,e,f,g,h,loss_1,loss_2,loss_3,loss_4\n");
        for (int row = 0; row < 40; row++) {
            for (int i = 0; i < 8; i++) {
                text.append(String.format(Locale.ROOT, "%.6f,", 0.05 + 0.9 * random.nextDouble()));
            }
            double last = random.nextDouble();
            text.append(String.format(Locale.ROOT, "1.0,%.5f,%.5f,%.5f%n", 0.5 + last / 2, 0.2 + 0.8 * last, last));
        }
        table = folder.resolve("made-up.csv");
        Files.writeString(table, text.toString().replace("\r", ""));
        out = folder.resolve("out.csv");
    }

    private int run(String... options) {
        PrintStream stderr = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            return new CommandLine(new SearchBenchmark()).execute(options);
        } finally {
            System.setErr(stderr);
            errors = captured.toString(StandardCharsets.UTF_8);
        }
    }

    @Test
    void runsAllThatIsAskedAndTheBaselines() throws IOException {
        Path report = folder.resolve("report.md");
        int code = run(
                "--taskset",
                table.toString(),
                "--algorithms",
                "sobol",
                "--slots",
                "1,3",
                "--seeds",
                "2",
                "--budget-epochs",
                "40",
                "--threads",
                "2",
                "--out",
                out.toString(),
                "--report",
                report.toString());

        assertThat(code).as(errors).isZero();
        List<BenchmarkResult> runs = ResultFile.read(out);
        assertThat(runs).hasSize((1 + Contender.BASELINES.size()) * 2 * 2);
        assertThat(runs).allMatch(run -> run.epochs() == 40);
        assertThat(report).content().contains("### taskset, 1 slot, 40 epochs", "### taskset, 3 slots, 40 epochs");
    }

    @Test
    void givesTheSameStepsAgain() throws IOException {
        String[] options = {
            "--taskset", table.toString(), "--seeds", "2", "--budget-epochs", "40", "--out", out.toString()
        };
        run(options);
        List<IncumbentTrace> once =
                ResultFile.read(out).stream().map(BenchmarkResult::best).toList();
        run(options);

        assertThat(ResultFile.read(out).stream().map(BenchmarkResult::best)).isEqualTo(once);
    }

    @Test
    void aRunIsTheSameWhicheverOthersAreAskedFor() throws IOException {
        run("--taskset", table.toString(), "--seeds", "3", "--budget-epochs", "40", "--out", out.toString());
        List<BenchmarkResult> third = ResultFile.read(out).stream()
                .filter(run -> run.key().seed() == 2)
                .toList();
        run(
                "--taskset",
                table.toString(),
                "--first-seed",
                "2",
                "--seeds",
                "1",
                "--budget-epochs",
                "40",
                "--out",
                out.toString());
        List<BenchmarkResult> alone = ResultFile.read(out);

        assertThat(alone)
                .extracting(BenchmarkResult::key)
                .isEqualTo(third.stream().map(BenchmarkResult::key).toList());
        assertThat(alone)
                .extracting(BenchmarkResult::best)
                .isEqualTo(third.stream().map(BenchmarkResult::best).toList());
    }

    @Test
    void showsEarlierResultsInTheSameTables() throws IOException {
        Path earlier = folder.resolve("earlier.csv");
        run(
                "--taskset",
                table.toString(),
                "--no-baselines",
                "--algorithms",
                "random",
                "--seeds",
                "2",
                "--budget-epochs",
                "40",
                "--out",
                earlier.toString());
        Files.writeString(earlier, Files.readString(earlier).replace("random,taskset", "Another 1.0,taskset"));
        Path report = folder.resolve("report.md");

        run(
                "--taskset",
                table.toString(),
                "--no-baselines",
                "--algorithms",
                "asha",
                "--seeds",
                "2",
                "--budget-epochs",
                "40",
                "--out",
                out.toString(),
                "--with",
                earlier.toString(),
                "--report",
                report.toString());

        assertThat(report).content().contains("| Another 1.0 ", "| against asha ");
    }

    @Test
    void saysWhatIsWrongAndExitsWithTwo() {
        assertThat(run("--taskset", table.toString(), "--algorithms", "bogus", "--out", out.toString()))
                .isEqualTo(2);
        assertThat(errors).contains("--algorithms: unknown algorithm bogus. Choose from");
        assertThat(run("--taskset", folder + "/none.csv", "--out", out.toString()))
                .isEqualTo(2);
        assertThat(errors).contains("--taskset").contains("does not exist");
        assertThat(run("--lcbench", folder.toString(), "--out", out.toString())).isEqualTo(2);
        assertThat(errors).contains("has no file model.onnx");
        assertThat(run("--out", out.toString())).isEqualTo(2);
        assertThat(errors).contains("no tasks: give --lcbench, --taskset, --curves or --robustness");
        assertThat(run("--taskset", table.toString(), "--slots", "0", "--out", out.toString()))
                .isEqualTo(2);
        assertThat(errors).contains("--slots (0) must be at least 1");
        assertThat(run("--taskset", table.toString(), "--tasks", "3945", "--out", out.toString()))
                .isEqualTo(2);
        assertThat(errors).contains("--lcbench");
        assertThat(out).doesNotExist();
    }

    @Test
    void runsAutoWithoutAComponentAndNamesAllComponents() throws IOException {
        String[] options = {
            "--taskset",
            table.toString(),
            "--no-baselines",
            "--seeds",
            "1",
            "--budget-epochs",
            "20",
            "--out",
            out.toString()
        };
        assertThat(run(with(options, "--algorithms", "auto,auto-without-model")))
                .as(errors)
                .isZero();
        assertThat(ResultFile.read(out)).hasSize(2);

        assertThat(run(with(options, "--algorithms", "auto-without-luck"))).isNotZero();
        assertThat(errors).contains("auto has no component luck").contains("random-floor");
    }

    private static String[] with(String[] options, String... more) {
        return Stream.concat(Arrays.stream(options), Arrays.stream(more)).toArray(String[]::new);
    }
}
