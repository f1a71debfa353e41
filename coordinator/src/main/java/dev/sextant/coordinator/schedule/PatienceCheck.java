package dev.sextant.coordinator.schedule;

import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.Goal;
import dev.sextant.common.study.Patience;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.text.Plural;
import dev.sextant.sql.row.Improvement;
import java.util.Locale;
import java.util.Optional;

/**
 * Finds out whether a study has gone without an improvement for longer than its patience. The last improvement is a row,
 * because the order in which trials improved cannot be told from their rows. Used by the scheduler's thread alone.
 */
final class PatienceCheck {
    private final Optional<Patience> patience;
    private final Goal goal;
    private final String metric;
    private Optional<Improvement> last;

    /** @param last the last improvement, as the rows say */
    PatienceCheck(StudySpec spec, Optional<Improvement> last) {
        this.patience = spec.budget().patience();
        this.goal = spec.objective().goal();
        this.metric = spec.objective().metric();
        this.last = last;
    }

    /** Notes an improvement, and returns a sentence about the limit that is reached; empty if none is. */
    Optional<String> reached(TrialCache trials, WriteBatch writes) {
        if (patience.isEmpty() || trials.best().isEmpty()) {
            return Optional.empty();
        }
        if (improves(trials)) {
            Improvement now = new Improvement(trials.bestValue(), trials.size(), trials.epochs());
            last = Optional.of(now);
            writes.add(rows -> rows.improved(now));
        }
        return reached(patience.get(), last.orElseThrow(), trials);
    }

    private boolean improves(TrialCache trials) {
        if (last.isEmpty()) {
            return true;
        }
        double before = last.get().value();
        double gain = goal.signed(trials.bestValue()) - goal.signed(before);
        // A loss: the trial with the best value has failed, so the count begins anew from the next best one.
        return gain < 0 || gain > minDelta(trials.best().orElseThrow());
    }

    private double minDelta(StoredTrial best) {
        return patience.orElseThrow().minDelta().orElseGet(() -> best.curve().noise());
    }

    private Optional<String> reached(Patience limits, Improvement since, TrialCache trials) {
        long epochs = trials.epochs() - since.epochs();
        if (limits.epochs().isPresent() && epochs >= limits.epochs().getAsLong()) {
            return Optional.of(sentence(Plural.count(epochs, "epoch"), since, limits));
        }
        // Those under way may still improve; those that had started before the improvement do not count.
        long ended = trials.all().stream()
                .skip(since.trials())
                .filter(trial -> !trial.asSeenBySearch().isUnderWay())
                .count();
        return limits.trials().isPresent() && ended >= limits.trials().getAsInt()
                ? Optional.of(sentence(Plural.count(ended, "trial"), since, limits))
                : Optional.empty();
    }

    private String sentence(String waited, Improvement since, Patience limits) {
        String by = limits.minDelta().isEmpty()
                ? " by more than noise"
                : limits.minDelta().getAsDouble() == 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                " by more than %.6g",
                                limits.minDelta().getAsDouble());
        return String.format(
                Locale.ROOT,
                "the patience is exhausted: no %s better than %.6g%s in %s",
                metric,
                since.value(),
                by,
                waited);
    }
}
