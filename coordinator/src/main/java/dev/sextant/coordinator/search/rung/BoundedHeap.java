package dev.sextant.coordinator.search.rung;

import java.util.function.IntConsumer;

/**
 * Selects the items with the smallest keys from a stream of items: a binary max-heap of fixed capacity. Among equal keys
 * the smaller items win. O(n log k) for the k smallest of n. Not thread-safe.
 */
public final class BoundedHeap {
    /** Key of each heap position; the largest key, among equals the largest item, is at the root. */
    private final double[] keys;

    private final int[] items;
    private int size;

    /**
     * Creates an empty heap.
     *
     * @param capacity number of items to select
     */
    public BoundedHeap(int capacity) {
        keys = new double[capacity];
        items = new int[capacity];
    }

    /** Offers an item; the item with the largest key is dropped when the heap is full. */
    public void offer(double key, int item) {
        if (size < keys.length) {
            siftUp(key, item);
        } else if (size > 0 && !isAfter(key, item, 0)) {
            replaceRoot(key, item);
        }
    }

    /** Visits the selected items, in no particular order. */
    public void forEach(IntConsumer action) {
        for (int i = 0; i < size; i++) {
            action.accept(items[i]);
        }
    }

    private void siftUp(double key, int item) {
        int position = size++;
        while (position > 0 && isAfter(key, item, (position - 1) / 2)) {
            move((position - 1) / 2, position);
            position = (position - 1) / 2;
        }
        put(key, item, position);
    }

    private void replaceRoot(double key, int item) {
        int position = 0;
        while (true) {
            int child = 2 * position + 1;
            if (child + 1 < size && isAfter(keys[child + 1], items[child + 1], child)) {
                child++;
            }
            if (child >= size || isAfter(key, item, child)) {
                put(key, item, position);
                return;
            }
            move(child, position);
            position = child;
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
