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
 * Shortens a copy's gradient to a length over all layers that are trained, as trials do. Deeplearning4j's own settings know
 * lengths of single layers and weights only; but it tells its listeners when a gradient is there, before the step is taken.
 */
final class ClippedGradients extends BaseTrainingListener {
    private final double longest;

    /** @param longest Euclidean norm, of the mean over the images of a batch */
    ClippedGradients(double longest) {
        this.longest = longest;
    }

    @Override
    public void onGradientCalculation(Model model) {
        ComputationGraph network = (ComputationGraph) model;
        List<INDArray> trained = trained(network);
        double squares = 0;
        for (INDArray gradient : trained) {
            double norm = gradient.norm2Number().doubleValue();
            squares += norm * norm;
        }
        // What is there is of the sum of the images' losses.
        double norm = Math.sqrt(squares) / network.batchSize();
        if (norm > longest) {
            trained.forEach(gradient -> gradient.muli(longest / norm));
        }
    }

    /** Without layers that stay as they are, and without what batch normalisation measures. */
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
