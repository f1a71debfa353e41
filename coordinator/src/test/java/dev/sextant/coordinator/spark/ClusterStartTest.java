package dev.sextant.coordinator.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.space.ContinuousParameter;
import dev.sextant.common.space.Scale;
import dev.sextant.common.space.SearchSpace;
import dev.sextant.common.study.Budget;
import dev.sextant.common.study.ClusterSettings;
import dev.sextant.common.study.Fidelity;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Objective;
import dev.sextant.common.study.SearchSettings;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.TrainerSpec;
import dev.sextant.coordinator.schedule.ClusterException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.spark.SparkConf;
import org.apache.spark.SparkEnv;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class ClusterStartTest {
    @TempDir
    private Path home;

    @Test
    void startsAheadOnThisMachineAndEndsTheApplicationWhenClosed() throws Exception {
        SparkCluster cluster;
        try (ClusterStart start = start("local[1]").ahead()) {
            cluster = start.await();
            assertThat(start.await()).isSameAs(cluster);
            assertThat(cluster.context().sc().isStopped()).isFalse();
        }
        assertThat(cluster.context().sc().isStopped()).isTrue();
    }

    @Test
    void keepsTheStudyOffSparksPagesAndTellsExecutorsAboutIt() throws Exception {
        try (ClusterStart start = start("local[1]").ahead()) {
            SparkConf conf = start.await().context().getConf();
            assertThat(conf.getAll()).noneMatch(property -> property._2().contains("curves.csv"));
            assertThat(new SextantPlugin().driverPlugin().receive(new StudyQuestion()))
                    .asString()
                    .contains("curves.csv");
        }
    }

    @Test
    void leavesSparksPagesOffAndItsConnectionsClosed() throws Exception {
        try (ClusterStart start = start("local[1]").ahead()) {
            SparkConf conf = start.await().context().getConf();
            assertThat(conf.get("spark.ui.enabled")).isEqualTo("false");
            assertThat(conf.get("spark.ui.killEnabled")).isEqualTo("false");
            assertThat(SparkEnv.get().securityManager().isAuthenticationEnabled())
                    .isTrue();
        }
    }

    @Test
    void endsWhatNobodyCameToUse() {
        ClusterStart start = start("local[1]").ahead();

        start.close();

        assertThat(SparkEnv.get()).isNull();
    }

    @Test
    void startsNothingAheadOnACluster() {
        // No such host: trying would take until the time-out.
        try (ClusterStart start = start("spark://nowhere.invalid:7077").ahead()) {
            assertThat(start).isNotNull();
        }
        assertThat(SparkEnv.get()).isNull();
    }

    @Test
    void startsNothingAheadOfAStudyThatNamesEarlierOnes() {
        try (ClusterStart start = start("local[1]", List.of("earlier")).ahead()) {
            assertThat(start).isNotNull();
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("starting Spark");
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        try (ClusterStart start = start("local[none]").ahead()) {
            assertThatThrownBy(start::await)
                    .isInstanceOf(ClusterException.class)
                    .hasMessageContaining("local[none]");
        }
    }

    @Test
    void refusesWhatThisMachineCannotHoldUnlessAMasterIsNamed() {
        assertThatThrownBy(() -> start(Optional.empty(), 4000, List.of()))
                .isInstanceOf(ClusterException.class)
                .hasMessageStartingWith("cluster.slots: 4000 slots with ");
        start(Optional.of("spark://nowhere.invalid:7077"), 4000, List.of()).close();
    }

    private ClusterStart start(String master) {
        return start(master, List.of());
    }

    private ClusterStart start(String master, List<String> earlier) {
        return start(Optional.of(master), 1, earlier);
    }

    private ClusterStart start(Optional<String> master, int slots, List<String> earlier) {
        StudySpec spec = new StudySpec(
                "started",
                new Objective("accuracy", Goal.MAXIMIZE, List.of()),
                new TrainerSpec("curve-table", new TreeMap<>(Map.of("table", "curves.csv"))),
                new SearchSpace(
                        List.of(new ContinuousParameter("learning_rate", 1e-5, 0.1, Scale.LOG, Optional.empty()))),
                new Fidelity(1, 9, 3),
                new SearchSettings("auto", 7, earlier, new TreeMap<>()),
                Budget.UNLIMITED,
                List.of(),
                new ClusterSettings(
                        slots, 0, 1, "1g", Optional.empty(), Duration.ofSeconds(30), Duration.ofMinutes(5)));
        return new ClusterStart(spec, master, home);
    }
}
