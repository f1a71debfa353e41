package dev.sextant.sql.row;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudyState;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A row of the view studies. All instants come from the database server's clock, so that ages are right whatever this
 * machine's clock says.
 *
 * @param bestValue best value of the trials that did not fail, over the epochs after which all constraints held
 * @param deviceSeconds seconds that runs kept devices busy, multiplied by the devices of each run
 * @param sharedSeconds the part of {@code deviceSeconds} that went to work which all trials use
 * @param wallSeconds seconds that coordinators have run the study
 * @param holder the coordinator that runs the study; one that was killed is named until the study is resumed
 * @param holderSince when that coordinator took the study's lock
 * @param beatAt the last heartbeat of a coordinator
 * @param readAt when the row was read
 * @param tags sorted; those of the study itself
 * @param notes number of notes on the study itself
 */
public record StudySummary(
        String study,
        StudyState state,
        String algorithm,
        String metric,
        Goal goal,
        int trials,
        int running,
        OptionalDouble bestValue,
        OptionalInt bestTrial,
        long epochs,
        double deviceSeconds,
        double sharedSeconds,
        double wallSeconds,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> holder,
        Optional<Instant> holderSince,
        Optional<Instant> beatAt,
        Instant readAt,
        List<String> tags,
        int notes) {
    /** Returns the time from an instant of the server's clock until this row was read. */
    public Duration since(Instant instant) {
        return Duration.between(instant, readAt);
    }
}
