package dev.sextant.worker.image.refit;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.train.TrialSeeds;
import java.io.Serializable;
import java.nio.file.Path;

/**
 * What copies of a network train on before the mean of them is taken; crosses the wire to them.
 *
 * @param order whose images they are
 * @param epoch from 1
 * @param firstStep steps that each copy has taken before, within the phase of training
 * @param batchSize of all batches but perhaps an epoch's last one
 * @param shares a copy's batches, in order, as indices of files: [workers × batches × files]
 */
@SuppressWarnings("ArrayRecordComponent") // read by position, compared by nobody
public record AveragingRound(RefitOrder order, int epoch, int firstStep, int batchSize, int[][][] shares)
        implements Serializable {

    /** Copies that have something to do. */
    public int workers() {
        return shares.length;
    }

    /** The longest a step's gradient may be; 0 for no limit. */
    public double gradientClip() {
        return ((Number) order.settings().get("gradient_clip")).doubleValue();
    }

    /** The seed of what a copy draws at random, such as dropout, at one of its steps. */
    public long seed(int worker, int step) {
        return TrialSeeds.seed(TrialSeeds.seed(order.seed() + worker, epoch), firstStep + step);
    }

    /**
     * A copy's batches.
     *
     * @param worker from 0
     * @param device which device of this process to use, e.g. {@code cpu}
     * @param cache a local folder shared by all on this host
     * @throws TrainingFailure when the images cannot be read, or are not those that the driver sees
     */
    public RoundBatches batches(int worker, String device, Path cache) throws TrainingFailure, InterruptedException {
        ExecutorImages share = ExecutorImages.of(order, worker, device, cache);
        return new RoundBatches(share.training(epoch, shares[worker]), shares[worker].length);
    }

    static TrainingFailure otherImages() {
        return new TrainingFailure(
                FailureKind.BAD_DATA,
                "An executor does not see the images that the driver sees; name them by a path that both share");
    }
}
