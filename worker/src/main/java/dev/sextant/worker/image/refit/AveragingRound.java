package dev.sextant.worker.image.refit;

import dev.sextant.worker.image.train.TrialSeeds;
import java.io.Serializable;
import java.util.Arrays;

/**
 * One round of parameter averaging: the batches that each copy of the network trains on before the copies are
 * averaged. Sent to executors.
 *
 * @param order the refit and its images
 * @param epoch number of the epoch, from 1
 * @param firstStep steps that each copy has taken before, within the phase
 * @param batchSize images per batch; the last batch of an epoch may be smaller
 * @param shares batches of each copy in order, as indices of files: [workers × batches × files]
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record AveragingRound(RefitOrder order, int epoch, int firstStep, int batchSize, int[][][] shares)
        implements Serializable {

    /** Returns the number of copies that take part. */
    public int workers() {
        return shares.length;
    }

    /** Returns the number of images that the copies train on. */
    public int images() {
        return Arrays.stream(shares)
                .flatMap(Arrays::stream)
                .mapToInt(batch -> batch.length)
                .sum();
    }

    /** Returns the largest norm of a gradient; 0 for no limit. */
    public double gradientClip() {
        return ((Number) order.settings().get("gradient_clip")).doubleValue();
    }

    /**
     * Returns the seed of all random numbers in a step of a copy, such as those of dropout.
     *
     * @param worker number of the copy, from 0
     * @param step within the round, from 0
     */
    public long seed(int worker, int step) {
        return TrialSeeds.seed(TrialSeeds.seed(order.seed() + worker, epoch), firstStep + step);
    }
}
