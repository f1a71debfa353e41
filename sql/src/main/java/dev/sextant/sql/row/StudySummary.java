package dev.sextant.sql.row;

import dev.sextant.common.study.Goal;
import dev.sextant.common.study.StudyState;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * A row of the view studies.
 *
 * @param bestValue over the trials that did not fail, at an epoch after which all constraints held
 * @param deviceSeconds seconds that runs kept devices busy, times the devices of a run
 * @param wallSeconds seconds that coordinators have worked on it
 * @param holder who works on it; a coordinator that was killed still stands here until the study is resumed
 * @param beatAt the last heartbeat of a coordinator
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
        double wallSeconds,
        Instant createdAt,
        Instant updatedAt,
        Optional<String> holder,
        Optional<Instant> holderSince,
        Optional<Instant> beatAt) {}
