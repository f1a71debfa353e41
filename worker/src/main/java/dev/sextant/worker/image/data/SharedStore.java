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
 * Cache of costly values that the runs of this process share; each value is made once. If all together are larger than
 * the limit, the least recently used are dropped; runs that hold them keep them. Safe for use by many threads.
 */
public final class SharedStore<K, V> {
    private final long maxBytes;
    private final ToLongFunction<V> size;
    private final Map<K, ReentrantLock> locks = new HashMap<>();

    /** Values from the least to the most recently used. */
    private final LinkedHashMap<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /**
     * Creates an empty cache.
     *
     * @param maxBytes most bytes kept; the value used last is kept even if it is larger
     * @param size size of a value, bytes
     */
    public SharedStore(long maxBytes, ToLongFunction<V> size) {
        this.maxBytes = maxBytes;
        this.size = size;
    }

    /** Source of a value that is not in the cache. */
    public interface Maker<V> {
        /** Makes the value. */
        V make() throws IOException, UnusableData, TrainingFailure, InterruptedException;
    }

    /**
     * Returns the value of a key. Waits if another thread is making it. If {@code maker} throws, nothing is cached and
     * the next caller tries again.
     */
    public V get(K key, Maker<V> maker) throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Optional<V> cached = lookUp(key);
        if (cached.isPresent()) {
            return cached.get();
        }
        ReentrantLock lock;
        synchronized (this) {
            lock = locks.computeIfAbsent(key, any -> new ReentrantLock());
        }
        lock.lockInterruptibly();
        try {
            cached = lookUp(key);
            if (cached.isPresent()) {
                return cached.get();
            }
            V value = maker.make();
            put(key, value);
            return value;
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
        while (total > maxBytes && values.size() > 1) {
            total -= size.applyAsLong(eldest.next().getValue());
            eldest.remove();
        }
    }
}
