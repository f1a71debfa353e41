package dev.sextant.coordinator.refit;

import dev.sextant.coordinator.spark.ExecutorRuntime;
import dev.sextant.worker.image.refit.AveragingRound;
import dev.sextant.worker.image.refit.RoundBatches;
import java.util.Collections;
import java.util.Iterator;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.util.TaskCompletionListener;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Creates the batches of a worker on its executor. */
record ShareOfRound(AveragingRound round) implements FlatMapFunction<Iterator<Integer>, MultiDataSet> {
    private static final long serialVersionUID = 1;

    @Override
    public Iterator<MultiDataSet> call(Iterator<Integer> shares) throws Exception {
        if (!shares.hasNext()) {
            return Collections.emptyIterator();
        }
        RoundBatches batches = ExecutorRuntime.current().refitImages().batches(round, shares.next());
        TaskCompletionListener closing = task -> batches.close();
        TaskContext.get().addTaskCompletionListener(closing);
        return batches;
    }
}
