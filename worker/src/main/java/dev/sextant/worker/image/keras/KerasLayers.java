package dev.sextant.worker.image.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.studyfile.Suggestion;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** Layers of a Keras network as its file describes them, in JSON. Used by one thread. */
final class KerasLayers {
    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
    private static final String CLASS = "class_name";
    private static final String CONFIG = "config";
    private static final String NAME = "name";
    private static final String NODES = "inbound_nodes";
    private static final String SHAPE = "batch_input_shape";
    private static final String INPUT = "InputLayer";
    private static final String FLATTEN = "Flatten";
    private static final String DENSE = "Dense";

    /** Most layers that a message names. */
    private static final int MAX_NAMED = 5;

    /** Classes of layers that Deeplearning4j reads and {@link ChannelsFirst} converts. */
    private static final Set<String> READABLE = Set.of(
            INPUT,
            "Conv2D",
            "DepthwiseConv2D",
            "SeparableConv2D",
            DENSE,
            "BatchNormalization",
            "Activation",
            "ReLU",
            "LeakyReLU",
            "ELU",
            "Softmax",
            "MaxPooling2D",
            "AveragePooling2D",
            "GlobalAveragePooling2D",
            "GlobalMaxPooling2D",
            "ZeroPadding2D",
            "Cropping2D",
            "UpSampling2D",
            "Add",
            "Subtract",
            "Multiply",
            "Average",
            "Maximum",
            "Concatenate",
            FLATTEN,
            "Dropout",
            KerasScale.CLASS);

    private static final Set<String> WEIGHTED =
            Set.of("Conv2D", "DepthwiseConv2D", "SeparableConv2D", DENSE, "BatchNormalization");

    /** Classes of layers that may follow the classification layer. */
    private static final Set<String> AFTER_FEATURES = Set.of("Activation", "Softmax", "Dropout");

    private final ObjectNode model;
    private final Map<String, ObjectNode> layers = new LinkedHashMap<>();
    private String output;

    /**
     * Reads a description.
     *
     * @throws UnusableKerasFile if the network is neither functional nor sequential, has several outputs, or was
     *     written by Keras 3
     */
    KerasLayers(ObjectNode model) throws UnusableKerasFile {
        this.model = model;
        JsonNode config = model.path(CONFIG);
        boolean sequential = model.path(CLASS).asText().equals("Sequential");
        String previous = "";
        for (JsonNode node : config.path("layers")) {
            ObjectNode layer = node.deepCopy();
            String name = layer.path(CONFIG).path(NAME).asText(layer.path(NAME).asText());
            if (sequential) {
                connect(layer, name, previous);
                previous = name;
            }
            layer.put(NAME, name);
            layers.put(name, layer);
        }
        if (layers.isEmpty() || (!sequential && config.path("output_layers").size() != 1)) {
            throw new UnusableKerasFile(
                    "holds a network that is neither functional nor sequential, or does not have exactly one "
                            + "output; save a part with one output: keras.Model(m.input, m.get_layer(NAME).output)");
        }
        if (layers.values().stream()
                .anyMatch(layer ->
                        layer.path(NODES).isArray() && layer.path(NODES).path(0).isObject())) {
            throw new UnusableKerasFile(
                    "was written by Keras 3, whose files cannot be read; write it with Keras 2, e.g. "
                            + "TensorFlow 2.15, or with TF_USE_LEGACY_KERAS=1 and tf_keras installed");
        }
        output = sequential
                ? previous
                : config.path("output_layers").path(0).path(0).asText();
    }

    /**
     * Connects a layer of a sequential network to the previous one, as in a functional network. A first layer without
     * input layer gets one.
     */
    private void connect(ObjectNode layer, String name, String previous) {
        String input = previous;
        if (input.isEmpty() && !layer.path(CLASS).asText().equals(INPUT)) {
            input = name + "_input";
            ObjectNode images = JSON.objectNode().put(CLASS, INPUT).put(NAME, input);
            images.putObject(CONFIG)
                    .put(NAME, input)
                    .put("dtype", "float32")
                    .set(SHAPE, layer.path(CONFIG).path(SHAPE));
            images.putArray(NODES);
            layers.put(input, images);
        }
        ArrayNode nodes = layer.putArray(NODES);
        if (!input.isEmpty()) {
            nodes.add(node(List.of(input)));
        }
    }

    /** Returns a node with inputs: {@code [[name, 0, 0, {}], ...]}. */
    private static ArrayNode node(List<String> inputs) {
        ArrayNode node = JSON.arrayNode();
        inputs.forEach(input -> node.addArray().add(input).add(0).add(0).addObject());
        return node;
    }

    /** Returns the network's name, e.g. {@code resnet50}. */
    String name() {
        return model.path(CONFIG).path(NAME).asText();
    }

    /** Returns the names of the layers. */
    List<String> names() {
        return List.copyOf(layers.keySet());
    }

    /** Returns the names of the layers that have weights. */
    List<String> weighted() {
        return layers.values().stream()
                .filter(layer -> WEIGHTED.contains(type(layer)))
                .map(layer -> layer.path(NAME).asText())
                .toList();
    }

    /**
     * Returns the side of the images, pixels; empty if the network takes any size.
     *
     * @throws UnusableKerasFile if the input is not square images
     */
    OptionalInt imageSize() throws UnusableKerasFile {
        JsonNode shape = images().path(CONFIG).path(SHAPE);
        if (shape.size() != 4) {
            throw new UnusableKerasFile(
                    "takes inputs of the shape " + shape + ", which are not images; use a network for images");
        }
        int height = shape.path(1).asInt();
        if (height != shape.path(2).asInt()) {
            throw new UnusableKerasFile("takes images of " + height + " × "
                    + shape.path(2).asInt() + " pixels; use a network for square images");
        }
        return height == 0 ? OptionalInt.empty() : OptionalInt.of(height);
    }

    /** Returns the number of channels of the images. */
    int channels() {
        return images().path(CONFIG).path(SHAPE).path(3).asInt();
    }

    private ObjectNode images() {
        return layers.values().stream()
                .filter(layer -> type(layer).equals(INPUT))
                .findFirst()
                .orElseGet(JSON::objectNode);
    }

    /** Sets the side of the images, pixels. */
    void setImageSize(int size) {
        ArrayNode shape = (ArrayNode) images().path(CONFIG).path(SHAPE);
        shape.set(1, JSON.numberNode(size));
        shape.set(2, JSON.numberNode(size));
    }

    /** Renames layers. */
    void rename(UnaryOperator<String> newName) {
        Map<String, ObjectNode> original = new LinkedHashMap<>(layers);
        layers.clear();
        original.forEach((name, layer) -> {
            String renamed = newName.apply(name);
            layer.put(NAME, renamed);
            ((ObjectNode) layer.path(CONFIG)).put(NAME, renamed);
            for (JsonNode node : layer.path(NODES)) {
                for (JsonNode input : node) {
                    ((ArrayNode) input)
                            .set(0, JSON.textNode(newName.apply(input.path(0).asText())));
                }
            }
            layers.put(renamed, layer);
        });
        output = newName.apply(output);
    }

    /**
     * Makes a layer the output and drops the layers that it does not need.
     *
     * @throws UnusableKerasFile if there is no layer of that name
     */
    void endAt(String name) throws UnusableKerasFile {
        if (!layers.containsKey(name)) {
            throw new UnusableKerasFile("has no layer " + name
                    + Suggestion.nearest(name, layers.keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; its last layers are "
                                    + String.join(
                                            ", ",
                                            names().subList(Math.max(0, layers.size() - MAX_NAMED), layers.size()))));
        }
        output = name;
        if (type(layers.get(output)).equals(FLATTEN)) {
            // Maps are averaged instead of flattened, so that images may have any size.
            output = inputs(output).get(0);
        }
        removeUnneeded();
    }

    /** Makes the input of the classification layer the output. */
    void endAtFeatures() throws UnusableKerasFile {
        String name = output;
        while (AFTER_FEATURES.contains(type(layers.get(name)))) {
            name = inputs(name).get(0);
        }
        if (type(layers.get(name)).equals(DENSE)) {
            name = inputs(name).get(0);
            while (type(layers.get(name)).equals("Dropout")) {
                name = inputs(name).get(0);
            }
            endAt(name);
        } else {
            endAt(output);
        }
    }

    private void removeUnneeded() {
        Set<String> needed = new HashSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(output));
        while (!next.isEmpty()) {
            String name = next.pop();
            if (layers.containsKey(name) && needed.add(name)) {
                next.addAll(inputs(name));
            }
        }
        layers.keySet().retainAll(needed);
    }

    private List<String> inputs(String name) {
        List<String> inputs = new ArrayList<>();
        for (JsonNode node : layers.get(name).path(NODES)) {
            node.forEach(input -> inputs.add(input.path(0).asText()));
        }
        return inputs;
    }

    private static String type(JsonNode layer) {
        return layer.path(CLASS).asText();
    }

    /** Replaces each {@code trunk + scale * branch} of Inception-ResNet-V2 by two layers that can be read. */
    void replaceScaledBranches() {
        Map<String, ObjectNode> original = new LinkedHashMap<>(layers);
        layers.clear();
        original.forEach((name, layer) -> {
            JsonNode config = layer.path(CONFIG);
            boolean custom = type(layer).endsWith("CustomScaleLayer");
            JsonNode scale =
                    custom ? config.path("scale") : config.path("arguments").path("scale");
            List<String> inputs = new ArrayList<>();
            layer.path(NODES).path(0).forEach(input -> inputs.add(input.path(0).asText()));
            if ((custom || type(layer).equals("Lambda")) && scale.isNumber() && inputs.size() == 2) {
                String scaled = name + "_scale";
                layers.put(scaled, layer(KerasScale.CLASS, scaled, List.of(inputs.get(1))));
                ((ObjectNode) layers.get(scaled).path(CONFIG)).set(KerasScale.SCALE, scale);
                layers.put(name, layer("Add", name, List.of(inputs.get(0), scaled)));
            } else {
                layers.put(name, layer);
            }
        });
    }

    private static ObjectNode layer(String type, String name, List<String> inputs) {
        ObjectNode layer = JSON.objectNode().put(CLASS, type).put(NAME, name);
        layer.putObject(CONFIG).put(NAME, name).put("trainable", true).put("dtype", "float32");
        layer.putArray(NODES).add(node(inputs));
        return layer;
    }

    /**
     * Checks that all layers can be read.
     *
     * @throws UnusableKerasFile if some cannot, with their names
     */
    void check() throws UnusableKerasFile {
        List<String> unreadable = layers.entrySet().stream()
                .filter(layer -> !READABLE.contains(type(layer.getValue())))
                .map(layer -> layer.getKey() + " (" + type(layer.getValue()) + ")")
                .toList();
        if (!unreadable.isEmpty()) {
            throw new UnusableKerasFile(
                    "has " + (unreadable.size() == 1 ? "a layer" : "layers") + " that cannot be read: "
                            + unreadable.stream().limit(MAX_NAMED).collect(Collectors.joining(", "))
                            + (unreadable.size() > MAX_NAMED ? " and " + (unreadable.size() - MAX_NAMED) + " more" : "")
                            + "; name a layer below with --output LAYER or `output` in the card, or save "
                            + "the network up to it: "
                            + "keras.Model(m.input, m.get_layer(LAYER).output).save(\"part.h5\")");
        }
        for (Map.Entry<String, ObjectNode> layer : layers.entrySet()) {
            if (layer.getValue().path(NODES).size() > 1) {
                throw new UnusableKerasFile("uses the layer " + layer.getKey()
                        + " more than once, which cannot be read; name a layer below with --output LAYER");
            }
            if (layer.getValue().path(CONFIG).path("data_format").asText().equals("channels_first")) {
                throw new UnusableKerasFile("has the layer " + layer.getKey()
                        + " with data_format channels_first; save it with channels_last, the default of Keras");
            }
        }
    }

    /** Returns the layer whose activations are the features. */
    String output() {
        return output;
    }

    /** Returns the network as the JSON that Deeplearning4j imports. */
    String json() {
        ObjectNode functional = JSON.objectNode().put(CLASS, "Functional");
        functional.put("keras_version", "2.0.0").put("backend", "tensorflow");
        ObjectNode config = functional.putObject(CONFIG).put(NAME, name());
        ArrayNode list = config.putArray("layers");
        layers.values().forEach(list::add);
        config.putArray("input_layers")
                .addArray()
                .add(images().path(NAME).asText())
                .add(0)
                .add(0);
        config.putArray("output_layers").addArray().add(output).add(0).add(0);
        return functional.toString();
    }
}
