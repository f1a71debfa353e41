package dev.sextant.coordinator.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sextant.common.study.TrialState;
import dev.sextant.coordinator.search.ask.Proposal;
import dev.sextant.coordinator.search.ask.Reason;
import dev.sextant.coordinator.search.ask.SearchAlgorithm;
import dev.sextant.coordinator.search.ask.StudyView;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class ProposalAheadTest {
    private final StudyView study = Views.empty(Views.line(), 7);
    private final StudyView next = study.withTrials(List.of(Views.paused(1, 0.5)));
    private final Deque<Runnable> queue = new ArrayDeque<>();
    private final Counting counting = new Counting(SearchAlgorithms.create("asha"));
    private final ProposalAhead ahead = new ProposalAhead(counting, queue::add);

    private record Counting(SearchAlgorithm algorithm, AtomicInteger asked) implements SearchAlgorithm {
        Counting(SearchAlgorithm algorithm) {
            this(algorithm, new AtomicInteger());
        }

        @Override
        public String name() {
            return algorithm.name();
        }

        @Override
        public Proposal propose(StudyView view) {
            asked.incrementAndGet();
            return algorithm.propose(view);
        }
    }

    @Test
    void answersTheExpectedViewWithoutAskingAgain() {
        ahead.prepare(next);
        queue.remove().run();
        assertThat(counting.asked()).hasValue(1);

        // Another object with the same values, as a view built from rows would be.
        StudyView same = Views.empty(Views.line(), 7).withTrials(List.of(Views.paused(1, 0.5)));
        assertThat(ahead.propose(same))
                .isEqualTo(SearchAlgorithms.create("asha").propose(next));
        assertThat(counting.asked()).hasValue(1);
    }

    @Test
    void computesWhenTheViewIsAnother() {
        ahead.prepare(next);
        queue.remove().run();

        List<StudyView> others = List.of(
                study,
                study.withTrials(List.of(Views.paused(1, Math.nextUp(0.5)))),
                study.withTrials(List.of(Views.trial(1, TrialState.RUNNING, 1, 0.5))),
                Views.withMaxTrials(next, 1),
                Views.empty(Views.line(), 8).withTrials(next.trials()));
        for (StudyView other : others) {
            int before = counting.asked().get();
            assertThat(ahead.propose(other))
                    .isEqualTo(SearchAlgorithms.create("asha").propose(other));
            assertThat(counting.asked()).hasValue(before + 1);
        }
    }

    @Test
    void doesNotWaitForABusyExecutor() {
        ahead.prepare(next);

        assertThat(ahead.propose(next))
                .isEqualTo(SearchAlgorithms.create("asha").propose(next));
        queue.remove().run();
        assertThat(counting.asked()).hasValue(1);
    }

    @Test
    void dropsWhatWasPreparedForAViewThatDidNotCome() {
        ahead.prepare(study);
        ahead.prepare(next);
        queue.remove().run();
        assertThat(counting.asked()).hasValue(0);
        queue.remove().run();
        assertThat(counting.asked()).hasValue(1);
    }

    @Test
    void preparesTheSameViewOnce() {
        ahead.prepare(next);
        ahead.prepare(next);

        assertThat(queue).hasSize(1);
    }

    @Test
    void passesOnTheFailureOfTheAlgorithm() {
        ProposalAhead failing = new ProposalAhead(
                new SearchAlgorithm() {
                    @Override
                    public String name() {
                        return "failing";
                    }

                    @Override
                    public Proposal propose(StudyView view) {
                        throw new IllegalStateException("no model");
                    }
                },
                Runnable::run);
        failing.prepare(next);

        assertThatThrownBy(() -> failing.propose(next))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no model");
    }

    /** Stays in its first proposal until it is released, and counts the threads that are in it at once. */
    private static final class HeldOpen implements SearchAlgorithm {
        private final CountDownLatch entered = new CountDownLatch(1);
        private final CountDownLatch release = new CountDownLatch(1);
        private final AtomicInteger inside = new AtomicInteger();
        private final AtomicInteger mostInside = new AtomicInteger();

        @Override
        public String name() {
            return "held-open";
        }

        @Override
        public Proposal propose(StudyView view) {
            mostInside.accumulateAndGet(inside.incrementAndGet(), Math::max);
            boolean isFirst = entered.getCount() > 0;
            entered.countDown();
            if (isFirst) {
                awaitRelease();
            }
            inside.decrementAndGet();
            return new Proposal.Exhausted(
                    Reason.of(name(), "asked with " + view.trials().size() + " trials"));
        }

        private void awaitRelease() {
            try {
                release.await();
            } catch (InterruptedException stop) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Test
    @Timeout(20)
    void neverAsksTheAlgorithmFromTwoThreadsAtOnce() throws InterruptedException {
        HeldOpen algorithm = new HeldOpen();
        List<Proposal> answers = Collections.synchronizedList(new ArrayList<>());
        ExecutorService executor = Executors.newSingleThreadExecutor();
        try {
            ProposalAhead ahead = new ProposalAhead(algorithm, executor);
            ahead.prepare(study);
            algorithm.entered.await();
            Thread caller = new Thread(() -> answers.add(ahead.propose(next)));
            caller.start();
            // The executor is inside the algorithm. The caller has to wait for it; if it did not, it would end by
            // itself.
            while (caller.getState() != Thread.State.WAITING && caller.getState() != Thread.State.TERMINATED) {
                Thread.onSpinWait();
            }
            algorithm.release.countDown();
            caller.join();

            assertThat(algorithm.mostInside).hasValue(1);
            assertThat(answers)
                    .singleElement()
                    .satisfies(answer -> assertThat(answer.reason().sentence()).isEqualTo("asked with 1 trials"));
        } finally {
            algorithm.release.countDown();
            executor.shutdownNow();
        }
    }

    @Test
    void comparingLargeViewsIsCheap() {
        StudyView large = Views.withTrials(Views.sevenParameters(), 10_000, 100, true);
        StudyView again = large.withTrials(new ArrayList<>(large.trials()));
        long best = Long.MAX_VALUE;
        for (int i = 0; i < 200; i++) {
            long before = System.nanoTime();
            assertThat(large.equals(again)).isTrue();
            best = Math.min(best, System.nanoTime() - before);
        }
        System.out.printf("comparing two views of 10,000 trials takes %.3f ms%n", best / 1e6);
        assertThat(best).isLessThan(5_000_000);
    }
}
