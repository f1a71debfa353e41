package dev.sextant.worker.image.backbone;

import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.worker.image.data.UnusableData;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Order of a backbone's vertices and names of its blocks, which say where it can be cut. Immutable.
 *
 * @param order all vertices but the input in topological order
 * @param inputs inputs of each vertex
 * @param weighted vertices that have weights
 * @param named layers or blocks by the names in the card, from bottom to top; the network's own names need no entry
 */
public record BackboneLayout(
        List<String> order, Map<String, List<String>> inputs, Set<String> weighted, Map<String, String> named) {

    /** Value of {@code retrain_from} for the whole network. */
    public static final String ALL = "all";

    /** Value of {@code retrain_from} for the upper part of the layers, e.g. {@code 50%}. */
    private static final Pattern SHARE = Pattern.compile("([1-9][0-9]?)%");

    /**
     * Returns the layout of the part of a network that computes a vertex.
     *
     * @param output name of the vertex
     * @param named blocks of the card
     */
    static BackboneLayout of(ComputationGraph network, String output, Map<String, String> named) {
        Map<String, List<String>> inputs = network.getConfiguration().getVertexInputs();
        Set<String> needed = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(output));
        while (!next.isEmpty()) {
            String vertex = next.pop();
            if (inputs.containsKey(vertex) && needed.add(vertex)) {
                next.addAll(inputs.get(vertex));
            }
        }
        List<String> order = Arrays.stream(network.topologicalSortOrder())
                .mapToObj(index -> network.getVertices()[index].getVertexName())
                .filter(needed::contains)
                .toList();
        Set<String> weighted = order.stream()
                .filter(name -> network.getVertex(name).numParams() > 0)
                .collect(Collectors.toUnmodifiableSet());
        return new BackboneLayout(order, Map.copyOf(inputs), weighted, named);
    }

    /**
     * Point where the backbone is cut.
     *
     * @param below vertex whose activations feed the upper part; empty if images do
     * @param firstTrained position in {@link #order} of the first vertex that is trained
     */
    record CutPoint(Optional<String> below, int firstTrained) {}

    /**
     * Returns the cut that lets a block and all above it be trained: after the last vertex before the block through
     * which every path passes.
     *
     * @param name a layer, the beginning of layers' names up to a dot or an underscore, a name in the card, or a share
     *     of the layers with weights such as {@code 50%}, counted from the output; empty for the whole network
     * @throws UnusableData if there is no layer or block of that name
     */
    public CutPoint cutBefore(Optional<String> name) throws UnusableData {
        if (name.isEmpty()) {
            return new CutPoint(Optional.empty(), 0);
        }
        int first = position(name.get());
        Optional<String> below = Optional.empty();
        for (int bottleneck : bottlenecks()) {
            if (bottleneck < first) {
                below = Optional.of(order.get(bottleneck));
            }
        }
        return new CutPoint(below, first);
    }

    private int position(String name) throws UnusableData {
        Matcher share = SHARE.matcher(name);
        if (share.matches()) {
            return firstOfUpper(Integer.parseInt(share.group(1)));
        }
        String prefix = named.getOrDefault(name, name);
        for (int i = 0; i < order.size(); i++) {
            String vertex = order.get(i);
            if (vertex.equals(prefix) || vertex.startsWith(prefix + ".") || vertex.startsWith(prefix + "_")) {
                return i;
            }
        }
        Set<String> blocks = new LinkedHashSet<>(named.keySet());
        blocks.addAll(blocks());
        blocks.add(ALL);
        Set<String> blocksAndLayers = new LinkedHashSet<>(blocks);
        blocksAndLayers.addAll(order);
        throw new UnusableData(
                "retrain_from",
                "(" + name + ") is not a layer or block of the backbone"
                        + Suggestion.nearest(name, blocksAndLayers)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; choose a layer, a share such as 50%, or one of " + String.join(", ", blocks)));
    }

    /** Returns the position of the lowest layer with weights in the upper part of the network, which has at least one. */
    private int firstOfUpper(int percent) {
        List<String> layers = order.stream().filter(weighted::contains).toList();
        int upper = (int) Math.max(1, Math.round(layers.size() * percent / 100.0));
        return order.indexOf(layers.get(layers.size() - upper));
    }

    /**
     * Returns the positions of the vertices through which every path from the input to the output passes, ascending:
     * those that no connection skips.
     */
    private List<Integer> bottlenecks() {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            positions.put(order.get(i), i);
        }
        // reach[i] is the farthest vertex that vertex i - 1 feeds; reach[0] is that of the input.
        int[] reach = new int[order.size() + 1];
        for (int i = 0; i < order.size(); i++) {
            for (String input : inputs.get(order.get(i))) {
                int source = positions.getOrDefault(input, -1) + 1;
                reach[source] = Math.max(reach[source], i);
            }
        }
        List<Integer> bottlenecks = new ArrayList<>();
        int farthest = reach[0];
        for (int i = 0; i < order.size(); i++) {
            if (farthest <= i) {
                bottlenecks.add(i);
            }
            farthest = Math.max(farthest, reach[i + 1]);
        }
        return bottlenecks;
    }

    /**
     * Returns the blocks from bottom to top: those in the card, else the parts of layers' names before the first dot,
     * or the layers themselves if their names have none.
     */
    List<String> blocks() {
        if (!named.isEmpty()) {
            return List.copyOf(named.keySet());
        }
        Set<String> blocks = new LinkedHashSet<>();
        order.stream().filter(weighted::contains).forEach(name -> blocks.add(prefix(name)));
        return List.copyOf(blocks);
    }

    /** Returns the number of blocks above the one that a vertex belongs to. */
    int blocksAbove(String vertex) {
        List<Integer> starts = new ArrayList<>();
        if (named.isEmpty()) {
            String last = "";
            for (int i = 0; i < order.size(); i++) {
                if (weighted.contains(order.get(i)) && !prefix(order.get(i)).equals(last)) {
                    last = prefix(order.get(i));
                    starts.add(i);
                }
            }
        } else {
            for (String block : named.keySet()) {
                try {
                    starts.add(position(block));
                } catch (UnusableData e) {
                    throw new IllegalStateException("Block " + block + " in the card does not exist", e);
                }
            }
        }
        int position = order.indexOf(vertex);
        return (int) starts.stream().filter(start -> start > position).count();
    }

    private static String prefix(String name) {
        int dot = name.indexOf('.');
        return dot < 0 ? name : name.substring(0, dot);
    }
}
