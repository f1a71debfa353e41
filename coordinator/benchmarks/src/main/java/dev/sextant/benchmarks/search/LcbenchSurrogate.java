package dev.sextant.benchmarks.search;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.sextant.common.space.Configuration;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The neural network that predicts the learning curves of LCBench. Thread-safe. */
final class LcbenchSurrogate implements AutoCloseable {
    /** Hyperparameters in the order of the network's inputs, which follow the epoch. */
    private static final List<String> SETTINGS = List.of(
            "batch_size", "learning_rate", "momentum", "weight_decay", "num_layers", "max_units", "max_dropout");

    private static final int OUTPUTS = 6;
    private static final int VALIDATION_ACCURACY = 1;
    private static final double PERCENT = 100;

    private final OrtEnvironment environment;
    private final OrtSession session;
    private final int epochs;

    private LcbenchSurrogate(OrtEnvironment environment, OrtSession session, int epochs) {
        this.environment = environment;
        this.session = session;
        this.epochs = epochs;
    }

    static LcbenchSurrogate load(Path model, int epochs) throws OrtException {
        OrtEnvironment environment = OrtEnvironment.getEnvironment();
        try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
            // Studies run in parallel, and a single curve is too small to parallelize.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new LcbenchSurrogate(environment, environment.createSession(model.toString(), options), epochs);
        }
    }

    /** Full curves in one call of the network: validation accuracies in [0, 1], [configurations][T]. */
    double[][] curves(int task, List<Configuration> configurations) {
        return curves(task, configurations, 1, epochs);
    }

    /**
     * Parts of curves in one call of the network.
     *
     * @param task the code of the task
     * @param from first epoch, from 1
     * @param to last epoch
     * @return validation accuracies in [0, 1], [configurations][epochs]
     */
    double[][] curves(int task, List<Configuration> configurations, int from, int to) {
        int length = to - from + 1;
        int rows = configurations.size() * length;
        FloatBuffer settings = FloatBuffer.allocate(rows * (SETTINGS.size() + 1));
        for (Configuration configuration : configurations) {
            float[] row = row(configuration);
            for (int epoch = from; epoch <= to; epoch++) {
                settings.put(epoch).put(row);
            }
        }
        settings.flip();
        IntBuffer tasks = IntBuffer.allocate(rows);
        while (tasks.hasRemaining()) {
            tasks.put(task);
        }
        tasks.flip();
        try (OnnxTensor xCat = OnnxTensor.createTensor(environment, tasks, new long[] {rows, 1});
                OnnxTensor xCont =
                        OnnxTensor.createTensor(environment, settings, new long[] {rows, SETTINGS.size() + 1L});
                OrtSession.Result result = session.run(Map.of("x_cat", xCat, "x_cont", xCont))) {
            FloatBuffer outputs = ((OnnxTensor) result.get(0)).getFloatBuffer();
            double[][] curves = new double[configurations.size()][length];
            for (int i = 0; i < rows; i++) {
                curves[i / length][i % length] = outputs.get(i * OUTPUTS + VALIDATION_ACCURACY) / PERCENT;
            }
            return curves;
        } catch (OrtException e) {
            throw new IllegalStateException("The surrogate failed: " + e.getMessage(), e);
        }
    }

    private static float[] row(Configuration configuration) {
        float[] row = new float[SETTINGS.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = ((Number) configuration.values().get(SETTINGS.get(i))).floatValue();
        }
        return row;
    }

    @Override
    public void close() throws OrtException {
        session.close();
    }
}
