package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Directive;
import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.study.TrialState;
import dev.sextant.sql.row.Request;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Requests of people, as the scheduler carries them out. {@link StudyHarness} checks the rows. */
final class SteeringTest {
    private static final String ADA = "ada@node-1";

    private static StudyDatabase database;

    private StudyHarness study;

    @BeforeAll
    static void open() {
        database = StudyDatabase.open();
    }

    @AfterAll
    static void close() {
        database.close();
    }

    @AfterEach
    void end() {
        study.close();
    }

    private void start(String algorithm, int trials) throws InterruptedException {
        study = new StudyHarness(
                database,
                SampleRuns.spec(
                        database.newStudy(),
                        SampleRuns.ACCURACY,
                        algorithm,
                        SampleRuns.trials(trials),
                        SampleRuns.cluster(1, 0)));
        study.turn();
    }

    private FakeRun started() throws InterruptedException {
        FakeRun run = study.runs().on(0);
        run.start();
        study.turn();
        return run;
    }

    private void stop(int trial) {
        study.requests().stopTrial(study.row(), trial, ADA);
    }

    @Test
    void endsARunningTrialWithACheckpointAndKeepsItsValues() throws InterruptedException {
        start("random", 5);
        FakeRun run = started();
        assertThat(run.measure(0.5, false)).isEqualTo(Directive.CONTINUE);
        stop(1);
        study.turnAtHeartbeat();
        assertThat(run.measure(0.6, false)).isEqualTo(Directive.STOP);
        run.stopped(true);
        study.turn();

        assertThat(study.trial(1).state()).isEqualTo(TrialState.STOPPED);
        assertThat(study.trial(1).checkpointEpoch()).isEqualTo(2);
        assertThat(study.decisions(1)).last().isEqualTo(ADA + ": " + ADA + " stopped the trial after 2 epochs");
        assertThat(study.summary().bestTrial()).hasValue(1);
        assertThat(study.requests().open(study.row())).isEmpty();
        assertThat(study.runs().on(0).key().trial()).isEqualTo(2);
    }

    @Test
    void showsTheSearchOnlyTheEpochsThatAStoppedTrialWasMeasuredAt() throws InterruptedException {
        start("random", 5);
        FakeRun run = started();
        run.measure(0.5, false);
        stop(1);
        study.turnAtHeartbeat();
        run.stopped(true);
        study.turn();

        var seen = study.state().trials().view().trials().get(0);
        assertThat(seen.state()).isEqualTo(TrialState.STOPPED);
        assertThat(seen.targetEpoch()).isEqualTo(1);
        assertThat(study.trial(1).targetEpoch()).isEqualTo(9);
    }

    @Test
    void neverPromotesAPausedTrialThatWasStopped() throws InterruptedException {
        start("asha", 1);
        FakeRun run = started();
        run.measure(0.5, true);
        stop(1);
        run.reached(false);
        study.turnAtHeartbeat();
        // The run had ended in the turn that heard the request, so the trial was paused when it was stopped.
        assertThat(study.trial(1).state()).isEqualTo(TrialState.STOPPED);
        assertThat(study.runs().runs()).isEmpty();
        assertThat(study.turn().or(study::outcome)).isPresent();
    }

    @Test
    void hearsARequestThatItsPredecessorDidNotLiveToAnswer() throws InterruptedException {
        start("random", 5);
        FakeRun run = started();
        run.measure(0.5, true);
        study.turn();
        stop(1);
        study.restart();
        study.turn();

        assertThat(study.trial(1).state()).isEqualTo(TrialState.STOPPED);
        assertThat(study.trial(1).curve().epochs()).isEqualTo(1);
        assertThat(study.runs().on(0).key().trial()).isEqualTo(2);
    }

    @Test
    void doesNotRetryALostRunOfATrialThatIsToStop() throws InterruptedException {
        start("random", 5);
        FakeRun run = started();
        stop(1);
        study.turnAtHeartbeat();
        run.lost("its executor was lost");
        study.turn();

        assertThat(study.trial(1).state()).isEqualTo(TrialState.STOPPED);
        assertThat(study.runs().on(0).key().trial()).isEqualTo(2);
    }

    @Test
    void cancelsARunThatNoExecutorHasBegun() throws InterruptedException {
        start("random", 5);
        stop(1);
        study.turnAtHeartbeat();
        study.time.advance(Duration.ofSeconds(1));
        study.turnAtHeartbeat();
        study.turn();

        assertThat(study.trial(1).state()).isEqualTo(TrialState.STOPPED);
    }

    private void wish(double learningRate) {
        study.requests()
                .tryConfiguration(
                        study.row(), Configuration.of(Map.of("learning_rate", learningRate, "dropout", 0.25)), ADA);
    }

    @Test
    void startsAConfigurationThatAPersonAskedForAtTheLowestRung() throws InterruptedException {
        start("asha", 5);
        FakeRun run = started();
        wish(0.01);
        study.turnAtHeartbeat();
        run.measure(0.5, true);
        run.reached(false);
        study.turn();

        assertThat(study.trial(2).configuration().values()).containsEntry("learning_rate", 0.01);
        assertThat(study.trial(2).targetEpoch()).isEqualTo(1);
        assertThat(study.trial(2).trial().proposedBy()).isEqualTo(ADA);
        assertThat(study.decisions(2))
                .containsExactly(ADA + ": " + ADA + " asked to try this configuration: starts with 1 epoch");
        assertThat(study.requests().open(study.row())).isEmpty();
    }

    @Test
    void trainsAConfigurationThatAPersonAskedForToTheTopWhereAllTrialsAre() throws InterruptedException {
        wishBeforeTheFirstTrial("random", 5);

        assertThat(study.trial(1).targetEpoch()).isEqualTo(9);
        assertThat(study.trial(1).trial().proposedBy()).isEqualTo(ADA);
    }

    private void wishBeforeTheFirstTrial(String algorithm, int trials) throws InterruptedException {
        study = new StudyHarness(
                database,
                SampleRuns.spec(
                        database.newStudy(),
                        SampleRuns.ACCURACY,
                        algorithm,
                        SampleRuns.trials(trials),
                        SampleRuns.cluster(1, 0)));
        wish(0.01);
        study.turn();
    }

    @Test
    void startsNoConfigurationTwiceAndNoneBeyondTheBudget() throws InterruptedException {
        wishBeforeTheFirstTrial("random", 2);
        wish(0.01);
        wish(0.02);
        wish(0.03);
        study.turnAtHeartbeat();
        started().failed(FailureKind.DIVERGED, "accuracy is NaN");
        study.turn();
        started().failed(FailureKind.DIVERGED, "accuracy is NaN");

        assertThat(study.turn()).isPresent();
        assertThat(study.rows().trials()).hasSize(2);
        assertThat(study.trial(2).configuration().values()).containsEntry("learning_rate", 0.02);
        assertThat(study.requests().open(study.row()))
                .extracting(Request::number)
                .as("waits for a larger budget")
                .containsExactly(4);
    }

    @Test
    void leavesATrialThatEndedMeanwhileAsItIs() throws InterruptedException {
        start("random", 5);
        FakeRun run = started();
        while (!run.isAtTarget()) {
            run.measure(0.5, false);
        }
        stop(1);
        study.turnAtHeartbeat();
        run.reached(false);
        study.turn();

        assertThat(study.trial(1).state()).isEqualTo(TrialState.COMPLETED);
        assertThat(study.requests().open(study.row())).isEmpty();
    }
}
