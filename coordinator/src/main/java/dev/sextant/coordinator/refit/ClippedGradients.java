package dev.sextant.coordinator.refit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.optimize.api.BaseTrainingListener;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Clips the norm of a worker's gradient over all trained layers, as trials do. Deeplearning4j can clip single layers and
 * weights only, but calls its listeners after a gradient was computed and before the step is taken.
 */
final class ClippedGradients extends BaseTrainingListener {
    private final double maxNorm;

    /** @param maxNorm greatest Euclidean norm of the gradient of the mean loss of a batch */
    ClippedGradients(double maxNorm) {
        this.maxNorm = maxNorm;
    }

    @Override
    public void onGradientCalculation(Model model) {
        ComputationGraph network = (ComputationGraph) model;
        List<INDArray> trained = trained(network);
        double squareSum = 0;
        for (INDArray gradient : trained) {
            double norm = gradient.norm2Number().doubleValue();
            squareSum += norm * norm;
        }
        // The gradient is that of the sum of losses.
        double norm = Math.sqrt(squareSum) / network.batchSize();
        if (norm > maxNorm) {
            trained.forEach(gradient -> gradient.muli(maxNorm / norm));
        }
    }

    /** Returns the gradients of trained layers, without the statistics of batch normalization. */
    private static List<INDArray> trained(ComputationGraph network) {
        Map<String, INDArray> gradients = network.gradient().gradientForVariable();
        int step = network.getConfiguration().getIterationCount();
        int epoch = network.getConfiguration().getEpochCount();
        List<INDArray> trained = new ArrayList<>();
        for (Layer layer : network.getLayers()) {
            if (layer.conf().getLayer() instanceof BaseLayer configuration
                    && configuration.getIUpdater().getLearningRate(step, epoch) > 0) {
                String name = configuration.getLayerName();
                layer.paramTable().keySet().stream()
                        .filter(layer::updaterDivideByMinibatch)
                        .map(parameter -> gradients.get(name + "_" + parameter))
                        .forEach(trained::add);
            }
        }
        return trained;
    }
}
