package dev.sextant.coordinator.search;

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
 * Has the proposal for the view that is expected next computed while all slots are busy. The answer is the algorithm's
 * own in any case: what was computed ahead is used only for a view that equals the expected one.
 *
 * <p>{@link #prepare} and {@link #propose} are called by one thread; the algorithm is asked there and on the executor, never
 * at the same time.
 */
public final class ProposalAhead implements SearchAlgorithm {
    private final SearchAlgorithm algorithm;
    private final Executor executor;
    private final Lock asking = new ReentrantLock();
    private Optional<Prepared> prepared = Optional.empty();

    private record Prepared(StudyView view, FutureTask<Proposal> answer) {}

    /** @param executor computes ahead; one thread is enough, more bring nothing */
    public ProposalAhead(SearchAlgorithm algorithm, Executor executor) {
        this.algorithm = algorithm;
        this.executor = executor;
    }

    @Override
    public String name() {
        return algorithm.name();
    }

    /**
     * Starts to compute what would be proposed for a view, and drops what was prepared for another one. Returns at once.
     *
     * @param anticipated the view as it will be when the next slot is free
     */
    public void prepare(StudyView anticipated) {
        if (prepared.isPresent() && prepared.get().view().equals(anticipated)) {
            return;
        }
        // One that has begun is not interrupted: algorithms need not be fit for that.
        prepared.ifPresent(old -> old.answer().cancel(false));
        FutureTask<Proposal> answer = new FutureTask<>(() -> ask(anticipated));
        prepared = Optional.of(new Prepared(anticipated, answer));
        executor.execute(answer);
    }

    /** The algorithm's proposal, at once where it was prepared; waits for an earlier preparation that has begun. */
    @Override
    public Proposal propose(StudyView view) {
        if (prepared.isEmpty() || !prepared.get().view().equals(view)) {
            return ask(view);
        }
        FutureTask<Proposal> answer = prepared.get().answer();
        // Does nothing when the executor has begun; else there is no use in waiting for it.
        answer.run();
        try {
            return answer.get();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return ask(view);
        } catch (ExecutionException failed) {
            // Asked again so that the failure reaches the caller from the algorithm itself.
            return ask(view);
        }
    }

    private Proposal ask(StudyView view) {
        asking.lock();
        try {
            return algorithm.propose(view);
        } finally {
            asking.unlock();
        }
    }
}
