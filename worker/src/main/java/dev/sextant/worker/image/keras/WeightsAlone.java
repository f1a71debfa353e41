package dev.sextant.worker.image.keras;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/**
 * Tells by the names of its layers which network of {@code keras.applications} a file of weights alone is of. Where Keras
 * numbers layers, as in {@code conv2d_17}, files begin at different numbers, but all count in the order in which layers were
 * made.
 */
final class WeightsAlone {
    private static final List<String> NETWORKS = List.of("inception_v3", "xception", "resnet50", "inception_resnet_v2");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:_(\\d+))?");

    private WeightsAlone() {}

    /**
     * The layers, called as in the file.
     *
     * @param groups the names of the file's layers
     */
    static KerasLayers of(List<String> groups) throws IOException, UnusableKeras {
        Map<String, List<String>> inFile = numbered(groups);
        for (String network : NETWORKS) {
            KerasLayers layers = named(network);
            if (!groups.contains("predictions")) {
                layers.endAtFeatures();
            }
            Map<String, String> names = new HashMap<>();
            numbered(layers.names()).forEach((base, ours) -> {
                List<String> theirs = inFile.getOrDefault(base, List.of());
                if (theirs.size() == ours.size()) {
                    for (int i = 0; i < ours.size(); i++) {
                        names.put(ours.get(i), theirs.get(i));
                    }
                }
            });
            long weighted =
                    layers.weighted().stream().filter(names::containsKey).count();
            if (weighted == layers.weighted().size()) {
                layers.rename(name -> names.getOrDefault(name, name));
                return layers;
            }
        }
        throw new UnusableKeras("holds weights without a description of its layers, and they are of none of "
                + String.join(", ", NETWORKS) + "; save the whole network: model.save(\"network.h5\")");
    }

    /** The layers of a network, as Keras names them. */
    static KerasLayers named(String network) throws IOException, UnusableKeras {
        try (InputStream in = new GZIPInputStream(WeightsAlone.class.getResourceAsStream(network + ".json.gz"))) {
            return new KerasLayers((ObjectNode) new ObjectMapper().readTree(in));
        }
    }

    /** Names by what stands before their number, in the order of the numbers. */
    private static Map<String, List<String>> numbered(List<String> names) {
        Map<String, List<String>> byBase = new TreeMap<>();
        for (String name : names) {
            byBase.computeIfAbsent(base(name), base -> new ArrayList<>()).add(name);
        }
        byBase.values().forEach(same -> same.sort(Comparator.comparingInt(WeightsAlone::number)));
        return byBase;
    }

    private static String base(String name) {
        Matcher matcher = NUMBERED.matcher(name);
        return matcher.matches() ? matcher.group(1) : name;
    }

    private static int number(String name) {
        Matcher matcher = NUMBERED.matcher(name);
        return matcher.matches() && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : 0;
    }
}
