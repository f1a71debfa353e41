package dev.sextant.coordinator.search.rung;

import java.util.function.IntConsumer;

/** The items with the smallest keys among all that were offered; of equal keys those offered first. */
public final class BoundedHeap {
    /** A binary heap with the largest key, of equals the latest item, at its root. */
    private final double[] keys;

    private final int[] items;
    private int size;

    /** @param most how many are kept */
    public BoundedHeap(int most) {
        keys = new double[most];
        items = new int[most];
    }

    public void offer(double key, int item) {
        if (size < keys.length) {
            int at = size++;
            while (at > 0 && isAfter(key, item, (at - 1) / 2)) {
                move((at - 1) / 2, at);
                at = (at - 1) / 2;
            }
            put(key, item, at);
        } else if (size > 0 && !isAfter(key, item, 0)) {
            sink(key, item);
        }
    }

    public void forEach(IntConsumer action) {
        for (int i = 0; i < size; i++) {
            action.accept(items[i]);
        }
    }

    private void sink(double key, int item) {
        int at = 0;
        while (true) {
            int child = 2 * at + 1;
            if (child + 1 < size && isAfter(keys[child + 1], items[child + 1], child)) {
                child++;
            }
            if (child >= size || isAfter(key, item, child)) {
                put(key, item, at);
                return;
            }
            move(child, at);
            at = child;
        }
    }

    private boolean isAfter(double key, int item, int position) {
        return key > keys[position] || (key == keys[position] && item > items[position]);
    }

    private void move(int from, int to) {
        put(keys[from], items[from], to);
    }

    private void put(double key, int item, int position) {
        keys[position] = key;
        items[position] = item;
    }
}
