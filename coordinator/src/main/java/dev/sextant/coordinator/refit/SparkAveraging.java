package dev.sextant.coordinator.refit;

import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.layer.TrainingScore;
import dev.sextant.worker.image.refit.AveragingRound;
import dev.sextant.worker.image.refit.ParameterAveraging;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.SparkException;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.LongAccumulator;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.spark.impl.graph.SparkComputationGraph;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Parameter averaging over copies of a network in executors: one Spark job per round. Used by one thread. */
public final class SparkAveraging implements ParameterAveraging {
    /** Precedes the message of the failure in the message of a Spark exception. */
    private static final String CAUSE = TrainingFailure.class.getName() + ": ";

    private final JavaSparkContext spark;
    private final int workers;
    private final int stepsPerRound;
    private final LongAccumulator hits;

    /**
     * @param workers number of copies, each in a task of its own
     * @param stepsPerRound steps that each copy takes before the copies are averaged
     */
    public SparkAveraging(JavaSparkContext spark, int workers, int stepsPerRound) {
        this.spark = spark;
        this.workers = workers;
        this.stepsPerRound = stepsPerRound;
        this.hits = spark.sc().longAccumulator("images classified as their targets say");
    }

    @Override
    public int workers() {
        return workers;
    }

    @Override
    public int stepsPerRound() {
        return stepsPerRound;
    }

    @Override
    public TrainingScore average(ComputationGraph network, AveragingRound round) throws TrainingFailure {
        RoundMaster master = new RoundMaster(round, stepsPerRound, hits);
        SparkComputationGraph copies = new SparkComputationGraph(spark, network, master);
        List<Integer> shares = IntStream.range(0, round.workers()).boxed().toList();
        JavaRDD<MultiDataSet> batches = spark.parallelize(shares, shares.size()).mapPartitions(new ShareOfRound(round));
        spark.setJobGroup("refit", "epoch " + round.epoch() + ", steps from " + (1 + round.firstStep()), true);
        try {
            hits.reset();
            copies.fitMultiDataSet(batches);
            return new TrainingScore(copies.getScore(), (double) hits.value() / round.images());
        } catch (Exception e) { // Scala throws checked exceptions without declaring them
            throw failure(round, e);
        } finally {
            spark.clearJobGroup();
        }
    }

    private static TrainingFailure failure(AveragingRound round, Exception thrown) {
        String message = String.valueOf(thrown.getMessage());
        int start = message.indexOf(CAUSE);
        if (thrown instanceof SparkException && start >= 0) {
            String cause = message.substring(start + CAUSE.length())
                    .lines()
                    .findFirst()
                    .orElse("");
            return new TrainingFailure(FailureKind.TRAINER_ERROR, cause, thrown);
        }
        return new TrainingFailure(
                FailureKind.TRAINER_ERROR,
                "Epoch " + round.epoch() + " failed on the cluster: "
                        + message.lines().findFirst().orElse(""),
                thrown);
    }
}
