package dev.sextant.worker.image.layer;

import dev.sextant.worker.device.NativeHelpers;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Feature maps [n × channels × height × width] whose channels lie next to each other in memory, as oneDNN wants them: a
 * convolution that reads and writes maps that lie as Deeplearning4j's do has them copied into this order and back. Arrays'
 * shapes, and the bits of what is computed, are the same either way.
 */
final class ChannelsLast {
    /** A convolution that can leave its maps in this order to a convolution that comes next. */
    interface Giver {
        void giveChannelsLast();
    }

    private ChannelsLast() {}

    /** Lets convolutions whose maps go to one other convolution and nowhere else give them in this order. */
    static void between(ComputationGraphConfiguration graph) {
        if (!NativeHelpers.inUse().startsWith("onednn")) {
            return;
        }
        for (Map.Entry<String, GraphVertex> vertex : graph.getVertices().entrySet()) {
            String name = vertex.getKey();
            if (!graph.getNetworkOutputs().contains(name)
                    && convolution(vertex.getValue()) instanceof Giver giver
                    && CachedPreactivations.suffice(
                            convolution(vertex.getValue()).getActivationFn())
                    && goesToOneConvolution(name, graph)) {
                giver.giveChannelsLast();
            }
        }
    }

    private static boolean goesToOneConvolution(String name, ComputationGraphConfiguration graph) {
        int takers = 0;
        for (Map.Entry<String, List<String>> inputs : graph.getVertexInputs().entrySet()) {
            if (inputs.getValue().contains(name)) {
                GraphVertex taker = graph.getVertices().get(inputs.getKey());
                if (!(convolution(taker) instanceof Giver)
                        || ((LayerVertex) taker).getPreProcessor() != null
                        || convolution(taker).getIDropout() != null) {
                    return false;
                }
                takers++;
            }
        }
        return takers == 1;
    }

    /** The vertex's convolution on maps of Deeplearning4j's order, or null. */
    private static ConvolutionLayer convolution(GraphVertex vertex) {
        return vertex instanceof LayerVertex layered
                        && layered.getLayerConf().getLayer() instanceof ConvolutionLayer convolution
                        && convolution.getCnn2dDataFormat() == CNN2DFormat.NCHW
                ? convolution
                : null;
    }

    /** Whether maps lie in this order. */
    static boolean are(INDArray maps) {
        if (maps.rank() != 4) {
            return false;
        }
        long channels = maps.size(1);
        long row = maps.size(3) * channels;
        return maps.stride(1) == 1
                && maps.stride(3) == channels
                && maps.stride(2) == row
                && maps.stride(0) == row * maps.size(2);
    }

    /** The same values in the order in which they lie in memory: [n × height × width × channels] if the maps are so. */
    static INDArray asTheyLie(INDArray maps) {
        return are(maps) ? maps.permute(0, 2, 3, 1) : maps;
    }

    /** Memory for maps of a shape [n × channels × height × width]. */
    static INDArray uninitialized(LayerWorkspaceMgr workspaces, ArrayType use, DataType type, long... shape) {
        return workspaces
                .createUninitialized(use, type, new long[] {shape[0], shape[2], shape[3], shape[1]}, 'c')
                .permute(0, 3, 1, 2);
    }

    /** Memory for maps as large as others and in their order. */
    static INDArray uninitializedLike(INDArray maps, LayerWorkspaceMgr workspaces, ArrayType use) {
        return are(maps)
                ? uninitialized(workspaces, use, maps.dataType(), maps.shape())
                : workspaces.createUninitialized(use, maps.dataType(), maps.shape(), 'c');
    }
}
