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

/** The layers of a Keras network as its file describes them, in JSON. Used by one thread. */
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

    /** Layers that Deeplearning4j reads and {@link ChannelsFirst} turns. */
    private static final Set<String> READ = Set.of(
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
            ScaledBranch.CLASS);

    private static final Set<String> WEIGHTED =
            Set.of("Conv2D", "DepthwiseConv2D", "SeparableConv2D", DENSE, "BatchNormalization");

    /** What may stand between the features and what a network says of an image. */
    private static final Set<String> AFTER_FEATURES = Set.of("Activation", "Softmax", "Dropout");

    private final ObjectNode model;
    private final Map<String, ObjectNode> layers = new LinkedHashMap<>();
    private String output;

    /** @throws UnusableKeras when the description is of another kind than those that can be read */
    KerasLayers(ObjectNode model) throws UnusableKeras {
        this.model = model;
        JsonNode config = model.path(CONFIG);
        boolean sequential = model.path(CLASS).asText().equals("Sequential");
        String before = "";
        for (JsonNode node : config.path("layers")) {
            ObjectNode layer = node.deepCopy();
            String name = layer.path(CONFIG).path(NAME).asText(layer.path(NAME).asText());
            if (sequential) {
                before = chain(layer, name, before);
            }
            layer.put(NAME, name);
            layers.put(name, layer);
        }
        if (layers.isEmpty() || (!sequential && config.path("output_layers").size() != 1)) {
            throw new UnusableKeras("holds a network that is neither functional nor sequential, or has not exactly one "
                    + "output; save the part with one output: keras.Model(m.input, m.get_layer(NAME).output)");
        }
        if (layers.values().stream()
                .anyMatch(layer ->
                        layer.path(NODES).isArray() && layer.path(NODES).path(0).isObject())) {
            throw new UnusableKeras("was written by Keras 3, whose files cannot be read; write it with Keras 2, e.g. "
                    + "TensorFlow 2.15, or with TF_USE_LEGACY_KERAS=1 and tf_keras installed");
        }
        output = sequential
                ? before
                : config.path("output_layers").path(0).path(0).asText();
    }

    /** A layer of a sequential network, as one of a functional network would be. */
    private String chain(ObjectNode layer, String name, String before) {
        String input = before;
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
        return name;
    }

    /** [[name, 0, 0, {}], ...] */
    private static ArrayNode node(List<String> inputs) {
        ArrayNode node = JSON.arrayNode();
        inputs.forEach(input -> node.addArray().add(input).add(0).add(0).addObject());
        return node;
    }

    /** The network's name, e.g. {@code resnet50}. */
    String name() {
        return model.path(CONFIG).path(NAME).asText();
    }

    List<String> names() {
        return List.copyOf(layers.keySet());
    }

    /** Those that have weights. */
    List<String> weighted() {
        return layers.values().stream()
                .filter(layer -> WEIGHTED.contains(type(layer)))
                .map(layer -> layer.path(NAME).asText())
                .toList();
    }

    /** Side of the images; empty when the network takes any. */
    OptionalInt imageSize() throws UnusableKeras {
        JsonNode shape = images().path(CONFIG).path(SHAPE);
        if (shape.size() != 4) {
            throw new UnusableKeras("takes inputs of the shape " + shape + ", no images");
        }
        int height = shape.path(1).asInt();
        if (height != shape.path(2).asInt()) {
            throw new UnusableKeras("takes images of " + height + " × "
                    + shape.path(2).asInt() + " pixels; only squares are made here");
        }
        return height == 0 ? OptionalInt.empty() : OptionalInt.of(height);
    }

    int channels() {
        return images().path(CONFIG).path(SHAPE).path(3).asInt();
    }

    private ObjectNode images() {
        return layers.values().stream()
                .filter(layer -> type(layer).equals(INPUT))
                .findFirst()
                .orElseGet(JSON::objectNode);
    }

    /** Lets a network that takes images of any size take ones of this size. */
    void takeImages(int size) {
        ArrayNode shape = (ArrayNode) images().path(CONFIG).path(SHAPE);
        shape.set(1, JSON.numberNode(size));
        shape.set(2, JSON.numberNode(size));
    }

    /** Calls layers otherwise. */
    void rename(UnaryOperator<String> other) {
        Map<String, ObjectNode> before = new LinkedHashMap<>(layers);
        layers.clear();
        before.forEach((name, layer) -> {
            String renamed = other.apply(name);
            layer.put(NAME, renamed);
            ((ObjectNode) layer.path(CONFIG)).put(NAME, renamed);
            for (JsonNode node : layer.path(NODES)) {
                for (JsonNode input : node) {
                    ((ArrayNode) input)
                            .set(0, JSON.textNode(other.apply(input.path(0).asText())));
                }
            }
            layers.put(renamed, layer);
        });
        output = other.apply(output);
    }

    /** Drops what the layer of that name is not made from. @throws UnusableKeras when there is none */
    void endAt(String name) throws UnusableKeras {
        if (!layers.containsKey(name)) {
            throw new UnusableKeras("has no layer " + name
                    + Suggestion.nearest(name, layers.keySet())
                            .map(near -> "; did you mean " + near + "?")
                            .orElse("; the last ones are "
                                    + String.join(
                                            ", ", names().subList(Math.max(0, layers.size() - 5), layers.size()))));
        }
        output = name;
        if (type(layers.get(output)).equals(FLATTEN)) {
            // Maps are averaged, which takes images of any size.
            output = inputs(output).get(0);
        }
        keepWhatIsNeeded();
    }

    /** Drops the layers that turn features into classes. */
    void endAtFeatures() throws UnusableKeras {
        String at = output;
        while (AFTER_FEATURES.contains(type(layers.get(at)))) {
            at = inputs(at).get(0);
        }
        if (type(layers.get(at)).equals(DENSE)) {
            at = inputs(at).get(0);
            while (type(layers.get(at)).equals("Dropout")) {
                at = inputs(at).get(0);
            }
            endAt(at);
        } else {
            endAt(output);
        }
    }

    private void keepWhatIsNeeded() {
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

    /** Puts two layers that can be read in the place of each {@code trunk + scale * branch} of Inception-ResNet-V2. */
    void readScaledBranches() {
        Map<String, ObjectNode> before = new LinkedHashMap<>(layers);
        layers.clear();
        before.forEach((name, layer) -> {
            JsonNode config = layer.path(CONFIG);
            boolean custom = type(layer).endsWith("CustomScaleLayer");
            JsonNode scale =
                    custom ? config.path("scale") : config.path("arguments").path("scale");
            List<String> inputs = new ArrayList<>();
            layer.path(NODES).path(0).forEach(input -> inputs.add(input.path(0).asText()));
            if ((custom || type(layer).equals("Lambda")) && scale.isNumber() && inputs.size() == 2) {
                String scaled = name + "_scale";
                layers.put(scaled, layer(ScaledBranch.CLASS, scaled, List.of(inputs.get(1))));
                ((ObjectNode) layers.get(scaled).path(CONFIG)).set(ScaledBranch.SCALE, scale);
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

    /** @throws UnusableKeras naming the layers that cannot be read */
    void check() throws UnusableKeras {
        List<String> foreign = layers.entrySet().stream()
                .filter(layer -> !READ.contains(type(layer.getValue())))
                .map(layer -> layer.getKey() + " (" + type(layer.getValue()) + ")")
                .toList();
        if (!foreign.isEmpty()) {
            throw new UnusableKeras("has " + (foreign.size() == 1 ? "a layer" : "layers") + " that cannot be read: "
                    + foreign.stream().limit(5).collect(Collectors.joining(", "))
                    + (foreign.size() > 5 ? " and " + (foreign.size() - 5) + " more" : "")
                    + "; end the features below, with --output LAYER or `output` in the card, or save the network without: "
                    + "keras.Model(m.input, m.get_layer(LAYER).output).save(\"part.h5\")");
        }
        for (Map.Entry<String, ObjectNode> layer : layers.entrySet()) {
            if (layer.getValue().path(NODES).size() > 1) {
                throw new UnusableKeras("uses the layer " + layer.getKey()
                        + " more than once, which cannot be read; end the features below, with --output LAYER");
            }
            if (layer.getValue().path(CONFIG).path("data_format").asText().equals("channels_first")) {
                throw new UnusableKeras("has layers with data_format channels_first, of which " + layer.getKey()
                        + " is one; save it with channels_last, Keras' default");
            }
        }
    }

    /** The layer whose activations are wanted. */
    String output() {
        return output;
    }

    /** As the importer takes it. */
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
