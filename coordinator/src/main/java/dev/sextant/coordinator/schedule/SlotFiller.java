package dev.sextant.coordinator.schedule;

import dev.sextant.common.random.SplitMix64;
import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.StoredTrial;
import dev.sextant.common.study.LearningCurve;
import dev.sextant.common.study.StudySpec;
import dev.sextant.common.study.StudyState;
import dev.sextant.common.study.Trial;
import dev.sextant.common.study.TrialState;
import dev.sextant.common.text.Plural;
import dev.sextant.coordinator.search.SearchAlgorithms;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.sql.row.Decision;
import dev.sextant.sql.row.DecisionKind;
import dev.sextant.sql.row.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives each free slot a run: a retry that is due, else a configuration that a person asked for, else a proposal of the
 * search. A run is dispatched once its row is
 * written. Used by the scheduler's thread alone.
 */
final class SlotFiller {
    private final SchedulerState state;
    private final StudySpec spec;
    private final TrialCache trials;
    private final SlotTable slots;
    private final SearchAlgorithm search;
    private final RunDispatcher dispatcher;
    private final String checkpointFolder;
    private final Steering steering;
    /** Epochs at which the search compares trials, lowest first. */
    private final List<Integer> comparedAt;

    SlotFiller(
            SchedulerState state,
            SearchAlgorithm search,
            RunDispatcher dispatcher,
            String checkpointFolder,
            Steering steering) {
        this.state = state;
        this.spec = state.spec();
        this.trials = state.trials();
        this.slots = state.slots();
        this.search = search;
        this.dispatcher = dispatcher;
        this.checkpointFolder = checkpointFolder;
        this.steering = steering;
        this.comparedAt = SearchAlgorithms.comparedAt(spec);
    }

    /** Fills free slots until none is left, the search waits, or the study ends. */
    void fill() {
        boolean searchWaits = false;
        while (!state.stopping().isEnding() && slots.freeSlots() > 0 && !searchWaits) {
            List<StoredTrial> unfinished = trials.unfinished();
            Optional<StoredTrial> due = unfinished.stream()
                    .filter(trial -> state.retries().isDue(trial.number()))
                    .findFirst();
            if (due.isPresent()) {
                retry(due.get());
            } else if (unfinished.size() >= slots.freeSlots()) {
                return; // every free slot is reserved for a retry that is not due yet
            } else {
                Optional<Request.TryConfiguration> wish = steering.nextToTry();
                wish.ifPresent(this::start);
                searchWaits = wish.isEmpty() && !applyProposal();
            }
        }
    }

    private void retry(StoredTrial trial) {
        int fromEpoch = trial.checkpointEpoch();
        RunKey key = trial.latestRun().nextAttempt();
        int slot = slots.occupy(key);
        String reason = "an earlier run ended before its epoch: "
                + (fromEpoch == 0 ? "starts again from the beginning" : "resumes from epoch " + fromEpoch);
        Decision decision =
                new Decision(DecisionKind.RETRY, "scheduler", reason, Map.of("from_epoch", (long) fromEpoch));
        state.writes().add(rows -> requireSame(key, rows.retry(trial.latestRun(), fromEpoch, slot, decision)));
        trials.continued(trial.number(), trial.targetEpoch(), key);
        dispatch(key, slot, reason);
    }

    private void start(Request.TryConfiguration wish) {
        int epochs = search.firstEpochs(trials.view(), wish.configuration());
        String reason =
                wish.requester() + " asked to try this configuration: starts with " + Plural.count(epochs, "epoch");
        Map<String, Long> details = Map.of("request", (long) wish.number());
        start(new Proposal.StartTrial(wish.configuration(), epochs, Reason.of(wish.requester(), reason, details)));
        steering.started(wish, trials.size());
    }

    /** @return whether a run was started */
    private boolean applyProposal() {
        Proposal proposal = search.propose(trials.view());
        if (proposal instanceof Proposal.StartTrial start) {
            start(start);
            return true;
        }
        if (proposal instanceof Proposal.ContinueTrial promotion) {
            promote(promotion);
            return true;
        }
        boolean nothingUnderWay = slots.isIdle() && trials.unfinished().isEmpty();
        if (nothingUnderWay && proposal instanceof Proposal.Wait) {
            throw new IllegalStateException("Search algorithm " + search.name() + " waits, but no run is under way: "
                    + proposal.reason().sentence());
        }
        if (nothingUnderWay) {
            state.stopping().end(StudyState.COMPLETED, proposal.reason().sentence());
        }
        return false;
    }

    private void start(Proposal.StartTrial start) {
        int number = trials.size() + 1;
        long seed = trialSeed(spec.search().seed(), number);
        RunKey key = new RunKey(state.studyId(), number, 1, 1);
        int slot = slots.occupy(key);
        Decision decision = decision(DecisionKind.START, start.reason());
        state.writes()
                .add(rows -> requireSame(
                        key, rows.startTrial(number, start.configuration(), seed, start.toEpoch(), slot, decision)));
        Trial trial = new Trial(
                number,
                start.configuration(),
                TrialState.RUNNING,
                start.toEpoch(),
                start.reason().algorithm(),
                LearningCurve.EMPTY);
        trials.started(new StoredTrial(trial, seed, Optional.empty(), key, List.of()));
        dispatch(key, slot, start.reason().sentence());
    }

    private void promote(Proposal.ContinueTrial promotion) {
        StoredTrial trial = trials.trial(promotion.trial());
        int fromEpoch = trial.checkpointEpoch();
        RunKey key = trial.latestRun().nextRun();
        int slot = slots.occupy(key);
        Decision decision = decision(DecisionKind.CONTINUE, promotion.reason());
        state.writes()
                .add(rows -> requireSame(
                        key, rows.continueTrial(trial.number(), fromEpoch, promotion.toEpoch(), slot, decision)));
        trials.continued(trial.number(), promotion.toEpoch(), key);
        dispatch(key, slot, promotion.reason().sentence());
    }

    private static void requireSame(RunKey expected, RunKey written) {
        if (!written.equals(expected)) {
            throw new IllegalStateException("The database wrote " + written + ", expected " + expected);
        }
    }

    private static Decision decision(DecisionKind kind, Reason reason) {
        return new Decision(kind, reason.algorithm(), reason.sentence(), reason.details());
    }

    private void dispatch(RunKey key, int slot, String reason) {
        StoredTrial trial = trials.trial(key.trial());
        RunOrder order = order(key, trial);
        state.writes().then(() -> {
            state.receiver().open(key);
            state.observer().dispatched(trial, slot, reason);
            dispatcher.dispatch(order, slot);
        });
    }

    private RunOrder order(RunKey key, StoredTrial trial) {
        TreeMap<String, Object> settings = new TreeMap<>(spec.trainer().settings());
        settings.putAll(trial.configuration().values());
        return new RunOrder(
                key,
                spec.name(),
                spec.trainer().type(),
                spec.trainer().revision(),
                settings,
                trial.seed(),
                spec.objective(),
                trial.curve(),
                trial.checkpoints(),
                trial.targetEpoch(),
                spec.fidelity().maxEpochs(),
                comparedAt,
                checkpointFolder,
                spec.cluster().checkpointEvery(),
                spec.cluster().cpusPerTrial());
    }

    /** Returns the seed of a trial: the output of that number of the SplitMix64 generator with the study's seed. */
    private static long trialSeed(long studySeed, int number) {
        return SplitMix64.mix(studySeed + number * SplitMix64.GOLDEN_GAMMA);
    }
}
