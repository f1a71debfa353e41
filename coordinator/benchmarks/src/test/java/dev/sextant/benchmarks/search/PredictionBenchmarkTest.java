package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.search.CurveExtrapolation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class PredictionBenchmarkTest {
    private static final StudyRun.Protocol PROTOCOL = new StudyRun.Protocol(1, 3, 300, OptionalDouble.empty());

    @TempDir
    Path folder;

    private static PredictedStudy study() {
        return PredictedStudy.of(Contender.of("asha"), new BowlTask("bowl", 9), PROTOCOL, 4, 1);
    }

    /** After e epochs a bowl's trial has 1 − exp(−e) of its score, which is 1 less a squared distance. */
    @Test
    void trialsComeToWhatTheTaskSays() {
        PredictedStudy study = study();

        assertThat(study.atTop()).isGreaterThan(5);
        assertThat(study.trials()).hasSizeGreaterThan(50).allSatisfy(trial -> {
            assertThat(trial.end()).isBetween(trial.now(), 1.0);
            assertThat(trial.errorIfItStays()).isEqualTo(trial.end() - trial.now());
            assertThat(trial.isAbove()).isEqualTo(trial.end() > trial.expected().high() + 1e-9);
        });
        assertThat(study.mean(PredictedTrial::error))
                .isLessThan(0.5 * study.mean(PredictedTrial::errorByMeanGain))
                .isLessThan(0.1 * study.mean(PredictedTrial::errorIfItStays));
    }

    @Test
    void leadersAreTheBestQuarter() {
        PredictedStudy study = study();
        List<PredictedTrial> leaders = study.leaders().trials();

        assertThat(leaders).hasSize((study.trials().size() + 3) / 4);
        double worst = leaders.stream().mapToDouble(PredictedTrial::now).min().orElseThrow();
        assertThat(study.trials().stream().filter(trial -> trial.now() > worst)).hasSizeLessThan(leaders.size());
    }

    @Test
    void measuresAPrediction() {
        PredictedTrial trial = new PredictedTrial(0.5, 0.1, new CurveExtrapolation.Expected(9, 0.7, 0.65, 0.8), 0.82);

        assertThat(trial.isInside()).isFalse();
        assertThat(trial.isAbove()).isTrue();
        assertThat(trial.errorByMeanGain()).isEqualTo(0.82 - 0.5 - 0.1);
        assertThat(trial.error()).isEqualTo(0.82 - 0.7);
        assertThat(trial.width()).isEqualTo(0.8 - 0.65);
        assertThat(new PredictedTrial(0.5, 0.1, trial.expected(), 0.8).isInside())
                .isTrue();
    }

    @Test
    void writesTablesAndEveryPrediction() throws IOException {
        SplittableRandom random = new SplittableRandom(2);
        StringBuilder text = new StringBuilder("a,beta1,beta2,d,e,f,g,h,loss_1,loss_2,loss_3,loss_4\n");
        for (int row = 0; row < 60; row++) {
            for (int i = 0; i < 8; i++) {
                text.append(String.format(Locale.ROOT, "%.6f,", 0.05 + 0.9 * random.nextDouble()));
            }
            double last = random.nextDouble();
            text.append(String.format(Locale.ROOT, "1.0,%.5f,%.5f,%.5f\n", 0.5 + last / 2, 0.2 + 0.8 * last, last));
        }
        Path table = Files.writeString(folder.resolve("made-up.csv"), text);
        Path out = folder.resolve("out.csv");
        Path report = folder.resolve("report.md");

        int code = new CommandLine(new PredictionBenchmark())
                .execute(
                        "--taskset",
                        table.toString(),
                        "--algorithm",
                        "asha",
                        "--seeds",
                        "2",
                        "--epochs",
                        "3,90",
                        "--out",
                        out.toString(),
                        "--report",
                        report.toString());

        assertThat(code).isZero();
        assertThat(report).content().contains("All trials below the top", "The best quarter", "| 0 of 2 ", "| 2 of 2 ");
        assertThat(Files.readAllLines(out)).hasSizeGreaterThan(20).allMatch(line -> line.split(",").length == 12);
    }

    @Test
    void saysWhatIsWrongAndExitsWithTwo() {
        PrintStream stderr = System.err;
        ByteArrayOutputStream captured = new ByteArrayOutputStream();
        System.setErr(new PrintStream(captured, true, StandardCharsets.UTF_8));
        try {
            assertThat(new CommandLine(new PredictionBenchmark())
                            .execute("--out", folder.resolve("out.csv").toString()))
                    .isEqualTo(2);
        } finally {
            System.setErr(stderr);
        }
        assertThat(captured.toString(StandardCharsets.UTF_8))
                .contains("no tasks: give --lcbench, --taskset or --curves");
    }
}
