package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.RunKey;
import dev.sextant.common.run.RunOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Runs without workers: a test says what each of them reports and how it ends. */
final class FakeDispatcher implements RunDispatcher {
    private final Map<Integer, FakeRun> bySlot = new HashMap<>();
    private final Set<RunKey> keys = new HashSet<>();
    private final List<FakeRun> over = new ArrayList<>();
    private final List<RunKey> canceled = new ArrayList<>();
    private RunListener listener;
    private boolean stopped;

    @Override
    public void connect(RunListener next) {
        listener = next;
    }

    @Override
    public void dispatch(RunOrder order, int slot) {
        assertThat(keys.add(order.key()))
                .as("first dispatch of %s", order.key())
                .isTrue();
        assertThat(bySlot).as("slot %s is free for %s", slot, order.key()).doesNotContainKey(slot);
        bySlot.put(slot, new FakeRun(order, slot, this));
    }

    @Override
    public void cancel(RunKey key, String reason) {
        canceled.add(key);
        runs().stream().filter(run -> run.key().equals(key)).findFirst().ifPresent(run -> run.lost(reason));
    }

    @Override
    public Optional<String> end() {
        return stopped ? Optional.of("The Spark application ended while the study was running.") : Optional.empty();
    }

    @Override
    public void close() {
        stopped = true;
    }

    /** Ends the application, and with it all runs. */
    void stop() {
        stopped = true;
        runs().forEach(run -> run.lost("the application ended"));
    }

    /** Runs under way, by slot. */
    List<FakeRun> runs() {
        return bySlot.values().stream().toList();
    }

    /** The run on a slot. */
    FakeRun on(int slot) {
        assertThat(bySlot).containsKey(slot);
        return bySlot.get(slot);
    }

    /** Runs that are over, in the order of their ends. */
    List<FakeRun> over() {
        return over;
    }

    List<RunKey> canceled() {
        return canceled;
    }

    RunListener listener() {
        return listener;
    }

    void end(FakeRun run, JobOutcome outcome) {
        bySlot.remove(run.slot());
        over.add(run);
        listener.ended(run.key(), run.slot(), outcome);
    }
}
