package dev.sextant.worker.image.keras;

import dev.sextant.worker.image.saved.NetworkZip;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Network that was converted from Keras. It takes images [n × channels × height × width] and gives one vector per
 * image.
 *
 * @param graph the network, closed with this object
 * @param imageSize side of the images that it was trained on, pixels; empty if not known
 * @param preprocessing preprocessing in {@code keras.applications}, by its name in a study file; empty for other
 *     networks
 * @param blocks layers by names for {@code retrain_from}, from bottom to top; empty if not known
 */
public record KerasNetwork(
        ComputationGraph graph, OptionalInt imageSize, Optional<String> preprocessing, Map<String, String> blocks)
        implements AutoCloseable {

    /** Returns the network as a zip that Deeplearning4j's ModelSerializer reads; the same file gives the same bytes. */
    public byte[] zip() throws IOException {
        return NetworkZip.of(graph);
    }

    @Override
    public void close() {
        graph.close();
    }
}
