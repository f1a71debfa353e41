package dev.sextant.benchmarks.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.sextant.common.space.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TasksetTaskTest {
    private static final String HEADER =
            "learning_rate,beta1,beta2,epsilon,l1,l2,linear_decay,exponential_decay,loss_1,loss_2,loss_3\n";

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() throws IOException {
        file = folder.resolve("task.csv");
        Files.writeString(
                file,
                HEADER
                        + "0.001,0.9,0.99,1e-8,1e-6,1e-6,1e-6,1e-6,0.7,0.5,0.6\n"
                        + "0.01,0.99,0.9,1e-4,1e-3,1e-2,1e-5,1e-4,0.6,0.4,\n"
                        + "0.1,0.5,0.999,1e-2,1e-4,1e-1,1e-3,1e-5,0.8,0.9,0.2\n");
    }

    /** w is 0.7, the median of the first losses, the least loss 0.2. */
    @Test
    void scoresLossesBetweenTheMedianOfTheFirstStepAndTheLeast() throws IOException {
        TasksetTable table = TasksetTable.read(file);

        assertThat(table.curve(0)).containsExactly(new double[] {0, 0.4, 0.2}, within(1e-12));
        assertThat(table.curve(1)).containsExactly(new double[] {0.2, 0.6, 0}, within(1e-12));
        assertThat(table.curve(2)).containsExactly(new double[] {0, 0, 1}, within(1e-12));
        assertThat(table.epochs()).isEqualTo(3);
    }

    @Test
    void searchesDecayRatesAsDistanceFromOneOnALogScale() throws IOException {
        TasksetTable table = TasksetTable.read(file);

        double[] point = table.space().pointOf(table.configuration(0));
        assertThat(table.space().parameters().get(1).name()).isEqualTo("one_minus_beta1");
        // 1 − β₁ is 0.1 of [0.01, 0.5], the learning rate the least.
        assertThat(point[0]).isZero();
        assertThat(point[1]).isCloseTo(Math.log(10) / Math.log(50), within(1e-12));
    }

    @Test
    void aProposalTakesTheNearestRowThatIsNotUsed() throws IOException {
        TasksetTask task = TasksetTask.of("task", TasksetTable.read(file));
        Replay replay = task.replay();
        Configuration third = task.table().configuration(2);

        assertThat(replay.trainedFor(third)).isEqualTo(third);
        Configuration other = replay.trainedFor(third);
        Configuration last = replay.trainedFor(third);

        assertThat(List.of(third, other, last)).doesNotHaveDuplicates();
        assertThat(replay.value(third, 3))
                .hasValueSatisfying(score -> assertThat(score).isEqualTo(1));
        assertThat(replay.score(other))
                .isEqualTo(task.table().configuration(1).equals(other) ? 0.6 : 0.4, within(1e-12));
        assertThatThrownBy(() -> replay.trainedFor(third)).hasMessageContaining("All 3 rows");
        assertThat(task.replay().trainedFor(third)).isEqualTo(third);
    }

    @Test
    void nearestIsByEuclideanDistance() {
        NearestRows rows = new NearestRows(new double[][] {{0, 0}, {0.6, 0.6}, {1, 0}, {0, 1}});

        assertThat(rows.take(new double[] {0.55, 0.35})).isEqualTo(1);
        assertThat(rows.take(new double[] {0.55, 0.35})).isEqualTo(2);
        assertThat(rows.take(new double[] {0.55, 0.35})).isEqualTo(0);
        assertThat(rows.take(new double[] {0.55, 0.35})).isEqualTo(3);
    }

    @Test
    void referenceFollowsFromAllRows() throws IOException {
        Reference reference = TasksetTask.of("task", TasksetTable.read(file)).reference();

        assertThat(reference.best()).isEqualTo(1);
        assertThat(reference.median()).isCloseTo(0.6, within(1e-12));
        // Fewer rows than 220: the best of all of them.
        assertThat(reference.randomBestOf220()).isEqualTo(1);
    }

    @Test
    void saysWhatIsWrongWithAFile() throws IOException {
        Files.writeString(file, HEADER + "1,2,3\n");
        assertThatThrownBy(() -> TasksetTable.read(file)).hasMessageContaining("line 2 has 3 cells, the header 11");
        Files.writeString(file, "a,b\n");
        assertThatThrownBy(() -> TasksetTable.read(file)).hasMessageContaining("then loss_1");
        assertThatThrownBy(() -> TasksetFiles.tasks(List.of(folder.resolve("none.csv"))))
                .hasMessageContaining("does not exist");
    }
}
