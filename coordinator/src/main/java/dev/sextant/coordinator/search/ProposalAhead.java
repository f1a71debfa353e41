package dev.sextant.coordinator.search;

import dev.sextant.common.space.Configuration;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.FutureTask;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Computes the next proposal ahead of time, while all slots are busy, for the view that is expected then. A proposal computed
 * ahead is used only when the view equals the expected one, so that answers are always those of the algorithm.
 *
 * <p>{@link #prepare} and {@link #propose} must be called by one thread. The algorithm is called by that thread and by
 * the executor, but never by both at once.
 */
public final class ProposalAhead implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;
    private final Executor executor;
    private final Lock algorithmLock = new ReentrantLock();
    private Optional<Prepared> prepared = Optional.empty();

    /** The answer for an expected view. */
    private record Prepared(StudyView view, FutureTask<Proposal> answer) {}

    /**
     * Wraps an algorithm.
     *
     * @param executor computes proposals ahead; more than one thread is of no use
     */
    public ProposalAhead(SearchAlgorithm algorithm, Executor executor) {
        this.algorithm = algorithm;
        this.executor = executor;
    }

    @Override
    public String name() {
        return algorithm.name();
    }

    /**
     * Starts computing the proposal for a view and drops the one prepared for another view. Returns at once.
     *
     * @param expected the view that is expected when the next slot is free
     */
    public void prepare(StudyView expected) {
        if (prepared.isPresent() && prepared.get().view().equals(expected)) {
            return;
        }
        // Without interrupting a computation that has begun: algorithms need not support that.
        prepared.ifPresent(old -> old.answer().cancel(false));
        FutureTask<Proposal> answer = new FutureTask<>(() -> ask(expected));
        prepared = Optional.of(new Prepared(expected, answer));
        executor.execute(answer);
    }

    /**
     * The algorithm's proposal, at once when it was prepared. Waits for a computation that has begun, even for another view.
     */
    @Override
    public Proposal propose(StudyView view) {
        if (prepared.isEmpty() || !prepared.get().view().equals(view)) {
            return ask(view);
        }
        FutureTask<Proposal> answer = prepared.get().answer();
        // Does nothing when the executor has begun. Otherwise there is no reason to wait for it.
        answer.run();
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ask(view);
        } catch (ExecutionException failed) {
            // Calls the algorithm again, so that the caller gets the exception of the algorithm itself.
            return ask(view);
        }
    }

    @Override
    public int firstEpochs(StudyView view, Configuration configuration) {
        algorithmLock.lock();
        try {
            return algorithm.firstEpochs(view, configuration);
        } finally {
            algorithmLock.unlock();
        }
    }

    private Proposal ask(StudyView view) {
        algorithmLock.lock();
        try {
            return algorithm.propose(view);
        } finally {
            algorithmLock.unlock();
        }
    }
}
