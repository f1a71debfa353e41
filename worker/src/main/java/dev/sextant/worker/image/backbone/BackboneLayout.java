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
import java.util.stream.Collectors;
import org.deeplearning4j.nn.graph.ComputationGraph;

/**
 * Where a backbone can be cut: the order of its vertices and the names of its blocks. Immutable.
 *
 * @param order all vertices but the input, each after those it needs
 * @param inputs of each vertex
 * @param weighted those that have weights
 * @param named layers or blocks by the names that the card gives them, from bottom to top; the network's own names need no
 *     entry
 */
public record BackboneLayout(
        List<String> order, Map<String, List<String>> inputs, Set<String> weighted, Map<String, String> named) {

    /** Names the whole network, where a block may be named. */
    public static final String ALL = "all";

    /**
     * Of the part of a network that its output needs.
     *
     * @param output a vertex
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
     * Where to cut.
     *
     * @param below the vertex whose activations feed the upper part; empty for the images themselves
     * @param firstTrained position in the order of the first vertex that is trained
     */
    record Place(Optional<String> below, int firstTrained) {}

    /**
     * The cut that lets a block and all above it be trained: the last vertex before it through which everything passes.
     *
     * @param name a layer, or the beginning of layers' names up to a dot or an underscore, or a name that the card gives;
     *     empty for the whole network
     * @throws UnusableData when there is none of that name
     */
    public Place cutBefore(Optional<String> name) throws UnusableData {
        if (name.isEmpty()) {
            return new Place(Optional.empty(), 0);
        }
        int first = position(name.get());
        Optional<String> below = Optional.empty();
        for (int bottleneck : bottlenecks()) {
            if (bottleneck < first) {
                below = Optional.of(order.get(bottleneck));
            }
        }
        return new Place(below, first);
    }

    private int position(String name) throws UnusableData {
        String layers = named.getOrDefault(name, name);
        for (int i = 0; i < order.size(); i++) {
            String vertex = order.get(i);
            if (vertex.equals(layers) || vertex.startsWith(layers + ".") || vertex.startsWith(layers + "_")) {
                return i;
            }
        }
        Set<String> known = new LinkedHashSet<>(named.keySet());
        known.addAll(blocks());
        known.add(ALL);
        Set<String> everything = new LinkedHashSet<>(known);
        everything.addAll(order);
        throw new UnusableData(
                "retrain_from",
                "(" + name + ") is no layer or block of the backbone"
                        + Suggestion.nearest(name, everything)
                                .map(near -> "; did you mean " + near + "?")
                                .orElse("; there are " + String.join(", ", known)));
    }

    /**
     * Positions of the vertices through which every path from the input to the output passes, in order: those that no
     * connection leaps over.
     */
    private List<Integer> bottlenecks() {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < order.size(); i++) {
            positions.put(order.get(i), i);
        }
        // The farthest vertex that something before a position feeds.
        int[] reach = new int[order.size() + 1];
        for (int i = 0; i < order.size(); i++) {
            for (String input : inputs.get(order.get(i))) {
                int from = positions.getOrDefault(input, -1) + 1;
                reach[from] = Math.max(reach[from], i);
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
     * The blocks from bottom to top: those that the card names, else what stands before the first dot in layers' names, or
     * the layers themselves where there is none.
     */
    List<String> blocks() {
        if (!named.isEmpty()) {
            return List.copyOf(named.keySet());
        }
        Set<String> blocks = new LinkedHashSet<>();
        order.stream().filter(weighted::contains).forEach(name -> blocks.add(prefix(name)));
        return List.copyOf(blocks);
    }

    /** How many blocks lie above the one that a vertex belongs to. */
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
                    throw new IllegalStateException("A card names the block " + block + ", which is not there", e);
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
