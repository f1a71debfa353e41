package dev.sextant.worker.image.refit;

import dev.sextant.worker.image.optimize.OptimizerSettings;
import dev.sextant.worker.image.optimize.PhaseRate;
import dev.sextant.worker.image.train.ActivePhase;
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
 * The network of a phase with Deeplearning4j updaters in place of {@link
 * dev.sextant.worker.image.optimize.Optimizer}, for copies that Deeplearning4j trains. Two things differ: momentum is
 * always Nesterov's, and gradients are not clipped, which {@link ParameterAveraging} has to do.
 */
final class AveragedNetwork {
    private AveragedNetwork() {}

    /**
     * Returns a network with the current weights of a phase.
     *
     * @param stepsPerEpoch steps of each copy per epoch
     */
    static ComputationGraph of(ActivePhase phase, OptimizerSettings settings, int stepsPerEpoch) {
        ComputationGraphConfiguration configuration = phase.learner().plainConfiguration();
        ToDoubleFunction<String> layerShare = phase.rates().layerShare();
        configuration.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layered && layered.getLayerConf().getLayer() instanceof BaseLayer layer) {
                PhaseRate rate = new PhaseRate(
                        settings.schedule(),
                        phase.scheduleEnds(),
                        stepsPerEpoch,
                        phase.topRate() * layerShare.applyAsDouble(name));
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
