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
 * Feature maps [n × channels × height × width] in channels-last memory layout, which oneDNN uses: convolutions copy
 * maps in Deeplearning4j's layout to this layout and back. Shapes, and the bits of the results, do not depend on the
 * layout.
 */
final class ChannelsLast {
    /** A convolution that can write its output in channels-last layout for the next convolution. */
    interface Producer {
        /** Switches the layout of the output to channels-last. */
        void useChannelsLastOutput();
    }

    private ChannelsLast() {}

    /** Switches each convolution to this layout whose only consumer is another convolution. */
    static void useBetweenConvolutions(ComputationGraphConfiguration graph) {
        if (!NativeHelpers.inUse().startsWith("onednn")) {
            return;
        }
        for (Map.Entry<String, GraphVertex> vertex : graph.getVertices().entrySet()) {
            String name = vertex.getKey();
            if (!graph.getNetworkOutputs().contains(name)
                    && convolution(vertex.getValue()) instanceof Producer producer
                    && CachedPreactivations.canUseActivations(
                            convolution(vertex.getValue()).getActivationFn())
                    && feedsOneConvolution(name, graph)) {
                producer.useChannelsLastOutput();
            }
        }
    }

    private static boolean feedsOneConvolution(String name, ComputationGraphConfiguration graph) {
        int consumers = 0;
        for (Map.Entry<String, List<String>> inputs : graph.getVertexInputs().entrySet()) {
            if (inputs.getValue().contains(name)) {
                GraphVertex consumer = graph.getVertices().get(inputs.getKey());
                if (!(convolution(consumer) instanceof Producer)
                        || ((LayerVertex) consumer).getPreProcessor() != null
                        || convolution(consumer).getIDropout() != null) {
                    return false;
                }
                consumers++;
            }
        }
        return consumers == 1;
    }

    /** Returns the convolution of a vertex, if it works on channels-first shapes; otherwise null. */
    private static ConvolutionLayer convolution(GraphVertex vertex) {
        return vertex instanceof LayerVertex layered
                        && layered.getLayerConf().getLayer() instanceof ConvolutionLayer convolution
                        && convolution.getCnn2dDataFormat() == CNN2DFormat.NCHW
                ? convolution
                : null;
    }

    /** Returns whether maps are in this layout. */
    static boolean isLayoutOf(INDArray maps) {
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

    /**
     * Returns a contiguous view of maps: [n × height × width × channels] for this layout, the maps themselves
     * otherwise.
     */
    static INDArray contiguousView(INDArray maps) {
        return isLayoutOf(maps) ? maps.permute(0, 2, 3, 1) : maps;
    }

    /** Allocates maps of a shape [n × channels × height × width] in this layout. */
    static INDArray uninitialized(LayerWorkspaceMgr workspaces, ArrayType use, DataType type, long... shape) {
        return workspaces
                .createUninitialized(use, type, new long[] {shape[0], shape[2], shape[3], shape[1]}, 'c')
                .permute(0, 3, 1, 2);
    }

    /** Allocates maps with the shape and layout of others. */
    static INDArray uninitializedLike(INDArray maps, LayerWorkspaceMgr workspaces, ArrayType use) {
        return isLayoutOf(maps)
                ? uninitialized(workspaces, use, maps.dataType(), maps.shape())
                : workspaces.createUninitialized(use, maps.dataType(), maps.shape(), 'c');
    }
}
