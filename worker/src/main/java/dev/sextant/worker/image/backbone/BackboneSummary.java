package dev.sextant.worker.image.backbone;

import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Description of a backbone: its input, and what fine-tuning from each of its blocks trains. Batch normalization counts
 * as part of the convolution before it, into which it is merged unless {@code freeze_batch_norm} is false.
 *
 * @param imageSize side of the images that it was trained on, pixels; empty if not known
 * @param channels number of color channels of the input
 * @param preprocessing preprocessing of images; empty if not known
 * @param source origin of the network; empty if not known
 * @param output layer whose activations are the features
 * @param whole all layers with weights
 * @param blocks blocks from bottom to top
 */
public record BackboneSummary(
        OptionalInt imageSize,
        int channels,
        Optional<Preprocessing> preprocessing,
        String source,
        String output,
        Size whole,
        List<Block> blocks) {

    public BackboneSummary {
        blocks = List.copyOf(blocks);
    }

    /**
     * Size of a part of a network.
     *
     * @param layers number of layers with weights
     * @param parameters number of their weights
     */
    public record Size(int layers, long parameters) {}

    /**
     * Part of a network that {@code retrain_from} can name.
     *
     * @param own the layers up to the next block
     * @param trained the layers that {@code retrain_from} with this name trains: this block and all above it
     */
    public record Block(String name, Size own, Size trained) {}

    /** Loads a backbone and describes it. */
    static BackboneSummary of(Backbone backbone) throws UnusableData {
        try (BackboneNetwork network = backbone.open(true)) {
            List<String> order = network.layout().order();
            return new BackboneSummary(
                    backbone.imageSize(),
                    network.channels(),
                    backbone.card().map(BackboneCard::preprocessing),
                    backbone.card().map(BackboneCard::source).orElse(""),
                    order.get(order.size() - 1),
                    size(network, 0, order.size()),
                    blocks(network));
        }
    }

    private static List<Block> blocks(BackboneNetwork network) throws UnusableData {
        List<String> names = network.layout().blocks();
        List<Integer> starts = new ArrayList<>();
        for (String name : names) {
            starts.add(network.layout().cutBefore(Optional.of(name)).firstTrained());
        }
        int end = network.layout().order().size();
        starts.add(end);
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int start = starts.get(i);
            blocks.add(new Block(names.get(i), size(network, start, starts.get(i + 1)), size(network, start, end)));
        }
        return blocks;
    }

    /** Returns the size of the vertices from one position up to another, which is excluded. */
    private static Size size(BackboneNetwork network, int from, int to) {
        List<Long> parameters = network.layout().order().stream()
                .skip(from)
                .limit(Math.max(0, to - from))
                .filter(network.layout().weighted()::contains)
                .map(name -> network.graph().getVertex(name).numParams())
                .toList();
        return new Size(
                parameters.size(),
                parameters.stream().mapToLong(Long::longValue).sum());
    }
}
