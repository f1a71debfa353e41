package dev.sextant.coordinator.refit;

import dev.sextant.worker.image.refit.AveragingRound;
import org.apache.spark.api.java.JavaRDD;
import org.deeplearning4j.spark.api.RDDTrainingApproach;
import org.deeplearning4j.spark.api.Repartition;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.deeplearning4j.spark.impl.paramavg.ParameterAveragingTrainingMaster;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * Deeplearning4j's parameter averaging, of one round whose shares are dealt already: the data is neither counted, nor kept,
 * nor cut at random, so that a round is one job and the same whenever it is done again.
 */
final class RoundMaster extends ParameterAveragingTrainingMaster {
    RoundMaster(AveragingRound round, int steps) {
        super(new Builder(round.workers(), 1)
                .batchSizePerWorker(round.batchSize())
                .averagingFrequency(steps)
                .workerPrefetchNumBatches(0)
                .saveUpdater(true)
                .rddTrainingApproach(RDDTrainingApproach.Direct)
                .repartionData(Repartition.Never)
                .storageLevel(null)
                .trainingHooks(new StepsOfRound(round))
                .collectTrainingStats(false));
    }

    @Override
    public void executeTrainingMDS(SparkComputationGraph graph, JavaRDD<MultiDataSet> batches) {
        doIteration(graph, batches, 1, 1);
    }
}
