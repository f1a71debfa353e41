package dev.sextant.coordinator.search.model;

import dev.sextant.common.space.Configuration;
import dev.sextant.common.study.Trial;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/**
 * What an epoch of a trial costs compared with the others: by the work that the trainer declares, else by measured
 * durations as soon as configurations explain them. Not thread-safe.
 */
public final class EpochCosts {
    /** Largest cost of a whole cheap training, as a share of the lowest rung of a typical trial. */
    private static final double SHARE_OF_LOWEST_RUNG = 0.1;

    private final DeclaredWork work = new DeclaredWork();
    private final CostModel durations = new CostModel();

    /** Returns the largest cost of an epoch of a cheap trial, as a share of the typical one. */
    public static double cheapShare(StudyView view) {
        return SHARE_OF_LOWEST_RUNG * view.rungs().get(0) / view.maxEpochs();
    }

    /**
     * Costs of a view of a study, in a unit of their own.
     *
     * @param typical the mean over trials, weighted by the costs themselves
     * @param ofTrial cost of a trial; empty if it is not known
     * @param ofConfiguration cost that a configuration hardly exceeds; empty if it is not known
     */
    public record Known(
            double typical,
            Function<Trial, OptionalDouble> ofTrial,
            Function<Configuration, OptionalDouble> ofConfiguration) {}

    /**
     * Returns the costs in a view of a study; empty while they are not known. Measured costs count as not known if no trial
     * costs less than a share of the typical one.
     */
    public Optional<Known> below(double share, StudyView view) {
        work.follow(view);
        if (work.isKnown()) {
            return Optional.of(new Known(
                    work.typical().orElseThrow(),
                    trial -> work.of(trial.number() - 1),
                    view.knowledge().work()));
        }
        OptionalDouble typical = TrialCosts.typicalSecondsPerEpoch(view);
        // Durations are fitted only where a trial is that fast: nearly never, unless trials differ in kind.
        boolean isAnyBelow = typical.isPresent()
                && view.trials().stream()
                        .anyMatch(trial -> trial.secondsPerEpoch().orElse(Double.POSITIVE_INFINITY)
                                <= share * typical.getAsDouble());
        return isAnyBelow
                ? durations
                        .learn(view)
                        .map(learned -> new Known(
                                typical.getAsDouble(),
                                Trial::secondsPerEpoch,
                                configuration -> OptionalDouble.of(learned.mostSecondsPerEpoch(configuration))))
                : Optional.empty();
    }

    /** Returns the expected seconds per epoch of a configuration; empty while durations are not known. */
    public OptionalDouble secondsPerEpoch(StudyView view, Configuration configuration) {
        return declaredDurations(view)
                .map(declared -> OptionalDouble.of(declared.secondsPerEpoch(configuration)))
                .or(() -> learnedDurations(view)
                        .map(learned -> OptionalDouble.of(learned.secondsPerEpoch(configuration))))
                .orElse(OptionalDouble.empty());
    }

    /** Returns the durations that follow from declared work; empty as {@link DeclaredDurations#of} says. */
    Optional<DeclaredDurations> declaredDurations(StudyView view) {
        work.follow(view);
        return DeclaredDurations.of(view, work);
    }

    /** Returns the durations that measured ones explain; empty as {@link CostModel#learn} says. */
    Optional<CostModel.Learned> learnedDurations(StudyView view) {
        return durations.learn(view);
    }
}
