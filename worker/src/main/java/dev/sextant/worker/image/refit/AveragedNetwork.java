package dev.sextant.worker.image.refit;

import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.PhaseRate;
import dev.sextant.worker.image.train.TrainingPhase;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/**
 * A phase's network with Deeplearning4j's own updaters in place of {@link
 * dev.sextant.worker.image.optimize.Optimizer}, for what trains networks by itself. They do the same, but that momentum always
 * looks ahead, and that gradients are cut to no length: {@link ParameterAveraging} is to do so.
 */
final class AveragedNetwork {
    private AveragedNetwork() {}

    /**
     * A network with the weights that the phase's has.
     *
     * @param stepsAnEpoch of each copy
     */
    static ComputationGraph of(TrainingPhase phase, OptimizerSettings settings, int stepsAnEpoch) {
        ComputationGraphConfiguration configuration = phase.learner().plainConfiguration();
        ToDoubleFunction<String> rates = phase.rates();
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layered && layered.getLayerConf().getLayer() instanceof BaseLayer layer) {
                PhaseRate rate = new PhaseRate(
                        settings.schedule(),
                        phase.phase().epochs(),
                        stepsAnEpoch,
                        phase.topRate() * rates.applyAsDouble(name));
                prepare(layer, settings, rate);
            }
        });
        ComputationGraph network = new ComputationGraph(configuration);
        network.init(phase.learner().copyOfWeights().reshape(1, -1), false);
        return network;
    }

    private static void prepare(BaseLayer layer, OptimizerSettings settings, PhaseRate rate) {
        layer.setIUpdater(updater(settings, rate));
        layer.setBiasUpdater(null);
        layer.setRegularizationBias(List.of());
        double decay = rate.top() == 0 ? 0 : settings.weightDecay();
        if (decay == 0) {
            layer.setRegularization(List.of());
        } else {
            layer.setRegularization(List.of(
                    settings.kind() == OptimizerSettings.Kind.ADAM
                            ? new L2Regularization(decay)
                            : new WeightDecay(decay, true)));
        }
    }

    private static IUpdater updater(OptimizerSettings settings, PhaseRate rate) {
        return switch (settings.kind()) {
            case SGD ->
                settings.momentum() > 0
                        ? new Nesterovs(rate, settings.momentum())
                        : Sgd.builder().learningRateSchedule(rate).build();
            case ADAM, ADAMW -> Adam.builder().learningRateSchedule(rate).build();
        };
    }
}
