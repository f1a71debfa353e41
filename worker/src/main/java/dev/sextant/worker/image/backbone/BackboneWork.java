package dev.sextant.worker.image.backbone;

import dev.sextant.worker.image.data.UnusableData;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.inputs.InputType.InputTypeConvolutional;

/**
 * The multiplications that a backbone takes for an image: of each layer, its weights times the pixels of its output.
 * Immutable.
 *
 * @param parameters number of weights by vertex
 */
record BackboneWork(BackboneNetwork.Shapes shapes, BackboneLayout layout, Map<String, Long> parameters) {
    static BackboneWork of(BackboneNetwork network) {
        return new BackboneWork(
                network.shapes(),
                network.layout(),
                network.layout().weighted().stream()
                        .collect(Collectors.toUnmodifiableMap(
                                name -> name,
                                name -> network.graph().getVertex(name).numParams())));
    }

    /**
     * Counts the multiplications of a forward pass.
     *
     * @param size side of the image, pixels
     * @param from first block or layer that is trained; empty for all
     * @throws UnusableData if there is no block or layer of that name
     */
    Multiplications at(int size, Optional<String> from) throws UnusableData {
        Map<String, InputType> types = shapes.layers().clone().getLayerActivationTypes(shapes.images(size));
        int firstTrained = layout.cutBefore(from).firstTrained();
        List<String> order = layout.order();
        return new Multiplications(
                sum(order.subList(0, firstTrained), types), sum(order.subList(firstTrained, order.size()), types));
    }

    private double sum(List<String> vertices, Map<String, InputType> types) {
        return vertices.stream()
                .filter(parameters::containsKey)
                .mapToDouble(name -> parameters.get(name) * pixels(types.get(name)))
                .sum();
    }

    private static double pixels(InputType type) {
        return type instanceof InputTypeConvolutional maps ? (double) maps.getHeight() * maps.getWidth() : 1;
    }
}
