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
 * Finds which network of {@code keras.applications} a file with weights only belongs to, by the names of its layers.
 * Numbered names such as {@code conv2d_17} begin at different numbers in different files, but always count in the order
 * in which the layers were created.
 */
final class WeightsOnlyFile {
    private static final List<String> NETWORKS = List.of("inception_v3", "xception", "resnet50", "inception_resnet_v2");
    private static final Pattern NUMBERED = Pattern.compile("(.*?)(?:_(\\d+))?");

    private WeightsOnlyFile() {}

    /**
     * Returns the layers of the network, named as in the file.
     *
     * @param groups names of the file's layers
     * @throws UnusableKerasFile if the file belongs to none of the known networks
     */
    static KerasLayers of(List<String> groups) throws IOException, UnusableKerasFile {
        Map<String, List<String>> fileNames = sortedByNumber(groups);
        for (String network : NETWORKS) {
            KerasLayers layers = named(network);
            if (!groups.contains("predictions")) {
                layers.endAtFeatures();
            }
            Map<String, String> names = new HashMap<>();
            sortedByNumber(layers.names()).forEach((base, numbered) -> {
                List<String> numberedInFile = fileNames.getOrDefault(base, List.of());
                if (numberedInFile.size() == numbered.size()) {
                    for (int i = 0; i < numbered.size(); i++) {
                        names.put(numbered.get(i), numberedInFile.get(i));
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
        throw new UnusableKerasFile("holds weights without a description of its layers, and not those of "
                + String.join(", ", NETWORKS) + "; save the whole network: model.save(\"network.h5\")");
    }

    /** Returns the layers of a network, as Keras names them. */
    static KerasLayers named(String network) throws IOException, UnusableKerasFile {
        try (InputStream in = new GZIPInputStream(WeightsOnlyFile.class.getResourceAsStream(network + ".json.gz"))) {
            return new KerasLayers((ObjectNode) new ObjectMapper().readTree(in));
        }
    }

    /** Groups names by the part before their number and sorts each group by number. */
    private static Map<String, List<String>> sortedByNumber(List<String> names) {
        Map<String, List<String>> byBase = new TreeMap<>();
        for (String name : names) {
            byBase.computeIfAbsent(base(name), base -> new ArrayList<>()).add(name);
        }
        byBase.values().forEach(same -> same.sort(Comparator.comparingInt(WeightsOnlyFile::number)));
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
