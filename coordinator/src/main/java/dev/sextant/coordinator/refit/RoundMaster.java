package dev.sextant.coordinator.refit;

import dev.sextant.worker.image.refit.AveragingRound;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Deeplearning4j's parameter averaging for one round with a given assignment of images to workers. Data is not counted,
 * cached or split at random, so that a round is one Spark job and gives the same result when it is repeated.
 */
final class RoundMaster extends ParameterAveragingTrainingMaster {
    /** @param hits counts the images that the copies classify as their targets say */
    RoundMaster(AveragingRound round, int steps, LongAccumulator hits) {
        super(new Builder(round.workers(), 1)
                .batchSizePerWorker(round.batchSize())
                .averagingFrequency(steps)
                .workerPrefetchNumBatches(0)
                .saveUpdater(true)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .repartionData(Repartition.Never)
                .storageLevel(null)
                .trainingHooks(new StepsOfRound(round, hits))
                .collectTrainingStats(false));
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> batches) {
        doIteration(graph, batches, 1, 1);
    }
}
