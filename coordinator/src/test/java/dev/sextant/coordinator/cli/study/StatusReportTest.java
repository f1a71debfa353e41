package dev.sextant.coordinator.cli.study;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudyState;
import dev.sextant.coordinator.cli.CapturedConsole;
import dev.sextant.coordinator.cli.SampleStudy;
import dev.sextant.coordinator.cli.terminal.AnsiStyle;
import dev.sextant.sql.row.SlotRow;
import dev.sextant.sql.row.StopRequest;
import dev.sextant.sql.row.StudyStatus;
import dev.sextant.sql.row.StudySummary;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusReportTest {
    private static final AnsiStyle PLAIN =
            new AnsiStyle(CapturedConsole.withEnvironment(Map.of()).console());

    /** A server whose clock is hours ahead of this machine's, or behind it. */
    @ParameterizedTest
    @ValueSource(ints = {-5, 0, 5})
    void agesComeFromTheServersClockWhateverThisMachinesSays(int hours) {
        Instant serverNow = Instant.now().plus(Duration.ofHours(hours));

        assertThat(text(serverNow, Duration.ofSeconds(4)))
                .contains("run by ada@node-1 since ", " (3m 10s ago)", "50s ago")
                .doesNotContain("may be dead", "takes over");
        assertThat(text(serverNow, Duration.ofSeconds(61)))
                .contains(
                        "last heartbeat 1m 1s ago: the coordinator may be dead",
                        "pause requested by eve@desk at ",
                        " (5s ago)",
                        "run `sextant resume flowers` to take over");
    }

    private static String text(Instant serverNow, Duration sinceHeartbeat) {
        StudyStatus status = new StudyStatus(
                summary(serverNow, sinceHeartbeat),
                SampleStudy.spec("flowers"),
                Optional.empty(),
                Map.of(),
                List.of(),
                List.of(new SlotRow(
                        0,
                        Optional.of("node-1"),
                        Optional.of("cpu"),
                        OptionalInt.of(1),
                        OptionalInt.of(2),
                        OptionalInt.of(3),
                        Optional.of(serverNow.minusSeconds(50)))),
                List.of(),
                0,
                OptionalDouble.empty(),
                Optional.of(new StopRequest(serverNow.minusSeconds(5), Optional.of("eve@desk"))));
        return String.join("\n", new StatusReport(status).lines(PLAIN));
    }

    private static StudySummary summary(Instant serverNow, Duration sinceHeartbeat) {
        return new StudySummary(
                "flowers",
                StudyState.RUNNING,
                "asha",
                "accuracy",
                Goal.MAXIMIZE,
                1,
                1,
                OptionalDouble.empty(),
                OptionalInt.empty(),
                2,
                1.0,
                0,
                1.0,
                serverNow.minusSeconds(200),
                serverNow,
                Optional.of("ada@node-1"),
                Optional.of(serverNow.minusSeconds(190)),
                Optional.of(serverNow.minus(sinceHeartbeat)),
                serverNow,
                List.of(),
                0);
    }
}
