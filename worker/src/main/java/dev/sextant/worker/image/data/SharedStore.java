package dev.sextant.worker.image.data;

import dev.sextant.common.trainer.TrainingFailure;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ToLongFunction;

/**
 * Values that are costly to make, made once and shared by the runs of this process. When all together are larger than
 * the bound, those used longest ago are forgotten; a run keeps what it holds. Safe for use by many threads.
 */
public final class SharedStore<K, V> {
    private final long bound;
    private final ToLongFunction<V> size;
    private final Map<K, ReentrantLock> makers = new HashMap<>();
    private final LinkedHashMap<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /** @param bound bytes kept, though always at least the value used last */
    public SharedStore(long bound, ToLongFunction<V> size) {
        this.bound = bound;
        this.size = size;
    }

    /** Makes a value. */
    public interface Maker<V> {
        V make() throws IOException, UnusableData, TrainingFailure, InterruptedException;
    }

    /** The value of the key; when another thread is making it, its value. What a maker throws, the next caller retries. */
    public V get(K key, Maker<V> maker) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Optional<V> known = lookUp(key);
        if (known.isPresent()) {
            return known.get();
        }
        ReentrantLock lock;
        synchronized (this) {
            lock = makers.computeIfAbsent(key, any -> new ReentrantLock());
        }
        lock.lockInterruptibly();
        try {
            known = lookUp(key);
            if (known.isPresent()) {
                return known.get();
            }
            V made = maker.make();
            put(key, made);
            return made;
        } finally {
            lock.unlock();
        }
    }

    private synchronized Optional<V> lookUp(K key) {
        return Optional.ofNullable(values.get(key));
    }

    private synchronized void put(K key, V value) {
        values.put(key, value);
        long total = values.values().stream().mapToLong(size).sum();
        var eldest = values.entrySet().iterator();
        while (total > bound && values.size() > 1) {
            total -= size.applyAsLong(eldest.next().getValue());
            eldest.remove();
        }
    }
}
