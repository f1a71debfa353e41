package dev.sextant.coordinator.spark;

import dev.sextant.common.run.RunOrder;
import dev.sextant.common.run.RunResult;
import java.io.Serializable;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.Dependency;
import org.apache.spark.Partition;
import org.apache.spark.SparkContext;
import org.apache.spark.TaskContext;
import org.apache.spark.rdd.RDD;
import scala.collection.Iterator;
import scala.collection.JavaConverters;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;

/**
 * The Spark job of one run: an RDD of one partition, whose only row is the run's result.
 *
 * <p>It replaces {@code parallelize(order).map(...).collect()}, because Spark reads the class file of each lambda in such a
 * chain, for every job again, to find out what it captures.
 */
final class RunJob extends RDD<RunResult> {
    private static final long serialVersionUID = 1;
    private static final ClassTag<RunResult> RESULT = ClassTag$.MODULE$.apply(RunResult.class);

    private final RunOrder order;

    private RunJob(SparkContext spark, RunOrder order) {
        super(spark, JavaConverters.asScalaBuffer(List.<Dependency<?>>of()), RESULT);
        this.order = order;
    }

    /** Trains a run on an executor and waits for its end. */
    static RunResult train(RunOrder order, SparkContext spark) {
        AtomicReference<RunResult> result = new AtomicReference<>();
        spark.runJob(
                new RunJob(spark, order),
                new OnlyRow(),
                JavaConverters.asScalaBuffer(List.<Object>of(0)),
                new AbstractFunction2<Object, RunResult, BoxedUnit>() {
                    @Override
                    public BoxedUnit apply(Object partition, RunResult row) {
                        result.set(row);
                        return BoxedUnit.UNIT;
                    }
                },
                RESULT);
        return result.get();
    }

    @Override
    public Partition[] getPartitions() {
        return new Partition[] {new Only()};
    }

    @Override
    public Iterator<RunResult> compute(Partition only, TaskContext task) {
        try {
            RunResult result = ExecutorRuntime.current().train(order);
            return JavaConverters.asScalaIterator(List.of(result).iterator());
        } catch (InterruptedException e) {
            throw new IllegalStateException(
                    order.key() + " was canceled", e); // Spark knows that it has killed the task
        }
    }

    private static final class Only implements Partition {
        private static final long serialVersionUID = 1;

        @Override
        public int index() {
            return 0;
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Only;
        }

        @Override
        public int hashCode() {
            return 0;
        }
    }

    private static final class OnlyRow extends AbstractFunction2<TaskContext, Iterator<RunResult>, RunResult>
            implements Serializable {
        private static final long serialVersionUID = 1;

        @Override
        public RunResult apply(TaskContext task, Iterator<RunResult> rows) {
            return rows.next();
        }
    }
}
