package dev.sextant.worker.image.backbone;

import dev.sextant.worker.image.data.UnusableData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * Backbone cut in two for fine-tuning: a frozen lower part and an upper part that is trained.
 *
 * @param below vertex whose activations feed the upper part; empty if images do
 * @param activations shape of the upper part's input
 * @param upper vertices of the upper part in topological order
 * @param frozen vertices of the upper part before the first one trained, which stay frozen too
 * @param source configuration of the whole backbone
 * @param layout layout of the whole backbone
 */
public record BackboneCut(
        Optional<String> below,
        InputType activations,
        List<String> upper,
        List<String> frozen,
        ComputationGraphConfiguration source,
        BackboneLayout layout) {

    /**
     * Cuts a backbone.
     *
     * @param images shape of the backbone's input
     * @param from first block or layer that is trained; empty for all
     * @throws UnusableData if there is no block or layer of that name
     */
    static BackboneCut of(
            ComputationGraphConfiguration source, BackboneLayout layout, InputType images, Optional<String> from)
            throws UnusableData {
        BackboneLayout.CutPoint cut = layout.cutBefore(from);
        int begin = cut.below().map(name -> layout.order().indexOf(name) + 1).orElse(0);
        InputType activations = cut.below()
                .map(name -> source.clone().getLayerActivationTypes(images).get(name))
                .orElse(images);
        return new BackboneCut(
                cut.below(),
                activations,
                layout.order().subList(begin, layout.order().size()),
                layout.order().subList(begin, cut.firstTrained()),
                source,
                layout);
    }

    /**
     * Adds the upper part's vertices to a graph.
     *
     * @param input vertex of {@code graph} that feeds the upper part
     * @return name of the last vertex, whose activations are the features
     */
    public String copyUpperPart(GraphBuilder graph, String input) {
        GraphCopy.copy(
                source,
                upper,
                graph,
                name -> name.equals(below.orElse(source.getNetworkInputs().get(0))) ? input : name,
                Map.of());
        return upper.get(upper.size() - 1);
    }

    /**
     * Returns the factor of the learning rate for a layer of the upper part, 0 if it is frozen.
     *
     * @param decay factor from each block to the one below
     */
    public double rate(String layer, double decay) {
        return frozen.contains(layer) ? 0 : Math.pow(decay, 1 + layout.blocksAbove(layer));
    }
}
