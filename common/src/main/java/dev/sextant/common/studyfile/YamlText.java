package dev.sextant.common.studyfile;

import dev.sextant.common.study.StorableText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeId;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Parses YAML into a {@link YamlNode}. Plain values have the types of YAML 1.2: {@code 1e-5} is a number, {@code yes}
 * is text. Tags, aliases of lists and mappings, and duplicate keys are problems.
 */
final class YamlText {
    private static final String NOT_A_VALUE = "is not supported in study files";

    private final Problems problems;

    private YamlText(Problems problems) {
        this.problems = problems;
    }

    /** Returns the root node; empty when the text is not YAML or is empty, which is reported. */
    static Optional<YamlNode> parse(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        // Nothing is constructed from tags; convert() rejects them with their location.
        options.setTagInspector(tag -> true);
        try {
            StreamReader reader = new StreamReader(text.startsWith("\uFEFF") ? text.substring(1) : text);
            Node root = new Composer(new ParserImpl(reader, options), new Yaml12Resolver(), options).getSingleNode();
            if (root == null) {
                problems.add(SourceLocation.START, "", "the file is empty; start with `study: NAME`");
                return Optional.empty();
            }
            return Optional.of(new YamlText(problems).convert(root, ""));
        } catch (MarkedYAMLException e) {
            SourceLocation location =
                    e.getProblemMark() == null ? SourceLocation.START : SourceLocation.of(e.getProblemMark());
            String start = e.getContextMark() == null
                    ? ""
                    : "; the mistake may start in line "
                            + SourceLocation.of(e.getContextMark()).line();
            problems.add(location, "", "is not valid YAML: " + e.getProblem() + start);
        } catch (YAMLException e) {
            String message = e.getMessage().contains("aliases")
                    ? "an alias (*) repeats a list or a mapping; write it out"
                    : "is not valid YAML: " + e.getMessage();
            problems.add(SourceLocation.START, "", message);
        }
        return Optional.empty();
    }

    /** Returns a plain value as a node, with the type that a file would give it. */
    static YamlNode.Scalar scalar(String text) {
        Tag tag = new Yaml12Resolver().resolve(NodeId.scalar, text, true);
        ScalarNode node = new ScalarNode(tag, text, null, null, DumperOptions.ScalarStyle.PLAIN);
        return new YamlNode.Scalar(
                new YamlText(new Problems()).value(node, "", SourceLocation.START), text, SourceLocation.START);
    }

    private YamlNode convert(Node node, String path) {
        SourceLocation location = SourceLocation.of(node.getStartMark());
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return mapping(mapping, path, location);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            List<YamlNode> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(convert(element, path + "[" + elements.size() + "]"));
            }
            return new YamlNode.Sequence(elements, location);
        }
        if (node instanceof ScalarNode scalar) {
            return new YamlNode.Scalar(value(scalar, path, location), scalar.getValue(), location);
        }
        problems.settle(location, path, "the tag " + node.getTag().getValue() + " " + NOT_A_VALUE + "; remove it");
        return new YamlNode.Scalar(Optional.empty(), "", location);
    }

    private YamlNode mapping(MappingNode mapping, String path, SourceLocation location) {
        Map<String, YamlNode.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            SourceLocation keyLocation = SourceLocation.of(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(keyLocation, path, "a key must be a word, not a list or a mapping");
                continue;
            }
            String keyPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            checkStorable(key.getValue(), StorableText.of(keyPath), keyLocation);
            YamlNode.Entry earlier = entries.get(key.getValue());
            if (earlier != null) {
                problems.add(
                        keyLocation,
                        keyPath,
                        "appears twice, first in line " + earlier.keyLocation().line() + "; remove one of them");
                continue;
            }
            entries.put(key.getValue(), new YamlNode.Entry(keyLocation, convert(tuple.getValueNode(), keyPath)));
        }
        return new YamlNode.Mapping(entries, location);
    }

    private void checkStorable(String text, String path, SourceLocation location) {
        if (text.indexOf('\0') >= 0) {
            problems.settle(location, path, "contains the character NUL, which cannot be stored; remove it");
        } else if (!StorableText.isStorable(text)) {
            problems.settle(location, path, "contains half of a surrogate pair, which cannot be stored; remove it");
        }
    }

    private Optional<Object> value(ScalarNode scalar, String path, SourceLocation location) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return Optional.empty();
            }
            if (tag.equals(Tag.STR)) {
                checkStorable(text, path, location);
                return Optional.of(text);
            }
            if (tag.equals(Tag.BOOL) && (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false"))) {
                return Optional.of(Boolean.valueOf(text));
            }
            if (tag.equals(Tag.INT)) {
                return Optional.of(new BigInteger(text).longValueExact());
            }
            if (tag.equals(Tag.FLOAT)) {
                // Adding 0.0 turns -0.0 into 0.0, which the database cannot tell apart.
                double number = Double.parseDouble(text) + 0.0;
                if (Double.isInfinite(number)) {
                    problems.settle(location, path, "(" + text + ") is too large; give a smaller number");
                    return Optional.of(text);
                }
                return Optional.of(number);
            }
        } catch (ArithmeticException e) {
            problems.settle(location, path, "(" + text + ") does not fit into 64 bits; give a smaller number");
            return Optional.of(text);
        } catch (NumberFormatException e) {
            // An explicit tag claims a number; reported below.
        }
        problems.settle(
                location,
                path,
                "(" + text + ") with the tag " + tag.getValue() + " " + NOT_A_VALUE + "; remove the tag");
        return Optional.of(text);
    }
}
