package dev.sextant.worker.image.keras;

import dev.sextant.worker.image.layer.NetworkZip;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * A network that came from Keras. Takes images [n × channels × height × width]; ends in one vector an image.
 *
 * @param graph to be closed by whoever has it
 * @param imageSize side of the images that it was made for, pixels; empty when nobody says
 * @param preprocessing how {@code keras.applications} feeds it, by its name in a study file; empty for other networks
 * @param blocks layers by names for {@code retrain_from}, from bottom to top; empty when nothing is known of them
 */
public record KerasNetwork(
        ComputationGraph graph, OptionalInt imageSize, Optional<String> preprocessing, Map<String, String> blocks)
        implements AutoCloseable {

    /** The same network as a zip that Deeplearning4j's ModelSerializer reads; the same file gives the same bytes. */
    public byte[] zip() throws IOException {
        return NetworkZip.of(graph);
    }

    @Override
    public void close() {
        graph.close();
    }
}
