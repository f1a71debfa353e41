package dev.sextant.coordinator.search.rung;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class BoundedHeapTest {
    @Property
    void keepsWhatAFullSortWouldPutFirst(
            @ForAll long seed,
            @ForAll @IntRange(min = 0, max = 40) int most,
            @ForAll @IntRange(min = 0, max = 100) int offered) {
        double[] keys = new SplittableRandom(seed)
                .ints(offered, 0, 20)
                .mapToDouble(i -> i)
                .toArray();
        BoundedHeap smallest = new BoundedHeap(most);
        for (int i = 0; i < offered; i++) {
            smallest.offer(keys[i], i);
        }

        List<Integer> kept = new ArrayList<>();
        smallest.forEach(kept::add);
        assertThat(kept)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, offered)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> keys[i]))
                        .limit(most)
                        .toList());
    }
}
