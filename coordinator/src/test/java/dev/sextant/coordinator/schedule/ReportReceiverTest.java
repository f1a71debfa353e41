package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Directive;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunReport;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ReportReceiverTest {
    private static final RunKey RUN = new RunKey(1, 4, 2, 1);
    private static final Duration SILENCE = Duration.ofMinutes(1);
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final ManualTime time = new ManualTime();
    private final List<RunReport> passedOn = new ArrayList<>();
    private final ReportReceiver receiver = new ReportReceiver(passedOn::add, time);

    @Test
    void letsALiveRunContinueAndPassesItsReportOn() {
        receiver.open(RUN);

        assertThat(receiver.receive(started(RUN))).isEqualTo(Directive.CONTINUE);
        assertThat(passedOn).containsExactly(started(RUN));
    }

    @Test
    void tellsAnUnknownRunToAbandon() {
        assertThat(receiver.receive(started(RUN))).isEqualTo(Directive.ABANDON);
        assertThat(passedOn).isEmpty();
    }

    @Test
    void tellsAnOlderAttemptToAbandon() {
        receiver.open(RUN.nextAttempt());

        assertThat(receiver.receive(started(RUN))).isEqualTo(Directive.ABANDON);
        assertThat(receiver.receive(started(RUN.nextAttempt()))).isEqualTo(Directive.CONTINUE);
        assertThat(passedOn).containsExactly(started(RUN.nextAttempt()));
    }

    @Test
    void tellsARunThatIsOverToAbandon() {
        receiver.open(RUN);
        receiver.close(RUN);

        assertThat(receiver.receive(started(RUN))).isEqualTo(Directive.ABANDON);
        assertThat(passedOn).isEmpty();
    }

    @Test
    void tellsEveryLiveRunToStopAndStillPassesReportsOn() {
        receiver.open(RUN);
        receiver.open(RUN.nextRun());
        receiver.stopAll();

        assertThat(receiver.receive(started(RUN))).isEqualTo(Directive.STOP);
        assertThat(receiver.receive(started(RUN.nextRun()))).isEqualTo(Directive.STOP);
        assertThat(receiver.receive(started(RUN))).isEqualTo(Directive.STOP);
        assertThat(passedOn).hasSize(3);
    }

    @Test
    void findsRunsThatAreSilentAfterTheirFirstReport() {
        receiver.open(RUN);
        receiver.receive(started(RUN));

        time.advance(SILENCE);
        assertThat(receiver.silentFor(SILENCE)).isEmpty();
        time.advance(MOMENT);
        assertThat(receiver.silentFor(SILENCE)).containsExactly(RUN);
        assertThat(receiver.waitingFor(SILENCE)).isEmpty();
        receiver.receive(started(RUN));
        assertThat(receiver.silentFor(SILENCE)).isEmpty();
    }

    @Test
    void findsRunsThatWaitForAnExecutor() {
        receiver.open(RUN);

        time.advance(SILENCE);
        assertThat(receiver.waitingFor(SILENCE)).isEmpty();
        time.advance(MOMENT);
        assertThat(receiver.waitingFor(SILENCE)).containsExactly(RUN);
        assertThat(receiver.silentFor(SILENCE)).isEmpty();
        receiver.receive(started(RUN));
        assertThat(receiver.waitingFor(SILENCE)).isEmpty();
    }

    @Test
    void aStopIsNoSignOfLife() {
        receiver.open(RUN);
        receiver.receive(started(RUN));
        time.advance(SILENCE.plus(MOMENT));
        receiver.stopAll();

        assertThat(receiver.silentFor(SILENCE)).containsExactly(RUN);
    }

    private static RunReport started(RunKey key) {
        return new RunReport.Started(key, "host", "1", "cpu", "");
    }
}
