package dev.sextant.worker.image.backbone;

import dev.sextant.worker.image.data.UnusableData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;

/**
 * A backbone in two: a lower part that stays as it is and an upper part that is trained.
 *
 * @param below the vertex whose activations feed the upper part; empty when they are the images
 * @param activations what an image becomes there
 * @param upper the upper part's vertices in order
 * @param frozen those of them that lie before the first one trained and so stay as they are too
 * @param source the whole backbone
 * @param layout of the whole backbone
 */
public record BackboneCut(
        Optional<String> below,
        InputType activations,
        List<String> upper,
        List<String> frozen,
        ComputationGraphConfiguration source,
        BackboneLayout layout) {

    /**
     * @param images what the backbone is fed
     * @param from the first block or layer that is trained; empty for all
     */
    static BackboneCut of(
            ComputationGraphConfiguration source, BackboneLayout layout, InputType images, Optional<String> from)
            throws UnusableData {
        BackboneLayout.Place place = layout.cutBefore(from);
        int begin = place.below().map(name -> layout.order().indexOf(name) + 1).orElse(0);
        InputType activations = place.below()
                .map(name -> source.clone().getLayerActivationTypes(images).get(name))
                .orElse(images);
        return new BackboneCut(
                place.below(),
                activations,
                layout.order().subList(begin, layout.order().size()),
                layout.order().subList(begin, place.firstTrained()),
                source,
                layout);
    }

    /** @return the name of the last vertex, whose output are the features */
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
     * The share of the learning rate that a layer of the upper part gets.
     *
     * @param decay from each block to the one below
     */
    public double rate(String layer, double decay) {
        return frozen.contains(layer) ? 0 : Math.pow(decay, 1 + layout.blocksAbove(layer));
    }
}
