package dev.sextant.common.study;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * The rungs of a study: the numbers of epochs at which trials are compared.
 *
 * @param minEpochs epochs of the lowest rung, at least 1
 * @param maxEpochs epochs of the top rung T
 * @param reduction reduction factor η ≥ 2: about one in η trials of a rung is promoted to the next
 * @param spacing ratio ≥ 2 between the epochs of one rung and the rung below
 */
public record Fidelity(int minEpochs, int maxEpochs, int reduction, int spacing) {
    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException when one is out of range
     */
    public Fidelity {
        if (minEpochs < 1 || maxEpochs < minEpochs) {
            throw new IllegalArgumentException(
                    "min_epochs (" + minEpochs + ") must be in [1, max_epochs (" + maxEpochs + ")]");
        }
        if (reduction < 2) {
            throw new IllegalArgumentException("reduction (" + reduction + ") must be at least 2");
        }
        if (spacing < 2) {
            throw new IllegalArgumentException("spacing (" + spacing + ") must be at least 2");
        }
    }

    /** Creates rungs with the spacing that is usual in successive halving: η. */
    public Fidelity(int minEpochs, int maxEpochs, int reduction) {
        this(minEpochs, maxEpochs, reduction, reduction);
    }

    /**
     * Returns the epochs of each rung, lowest first, such as 1, 3, 9, 27. They are minEpochs · spacing^k as long as
     * that is below maxEpochs / √spacing, then maxEpochs, so that the last step is never much shorter than the others.
     */
    public List<Integer> rungs() {
        List<Integer> rungs = new ArrayList<>();
        for (long epochs = minEpochs; epochs * Math.sqrt(spacing) < maxEpochs; epochs *= spacing) {
            rungs.add((int) epochs);
        }
        rungs.add(maxEpochs);
        return Collections.unmodifiableList(rungs);
    }
}
