package dev.sextant.common.studyfile;

import dev.sextant.common.study.StorableText;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.composer.Composer;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.parser.ParserImpl;
import org.yaml.snakeyaml.reader.StreamReader;

/**
 * Parses YAML into a {@link Tree}. Plain values are of the types of YAML 1.2: {@code 1e-5} is a number, {@code yes} a
 * word. Tags, aliases of lists and mappings, and keys that stand twice are problems.
 */
final class YamlText {
    private static final String NOT_A_VALUE = "is not a value that a study file can hold";

    private final Problems problems;

    private YamlText(Problems problems) {
        this.problems = problems;
    }

    /** The file's tree; empty when it is no YAML or has nothing in it, which is then among the problems. */
    static Optional<Tree> parse(String text, Problems problems) {
        LoaderOptions options = new LoaderOptions();
        options.setMaxAliasesForCollections(0);
        options.setNestingDepthLimit(20);
        // Nothing is constructed from tags; the tree refuses them with their place.
        options.setTagInspector(tag -> true);
        try {
            StreamReader reader = new StreamReader(text.startsWith("\uFEFF") ? text.substring(1) : text);
            Node root = new Composer(new ParserImpl(reader, options), new Yaml12Resolver(), options).getSingleNode();
            if (root == null) {
                problems.add(Place.START, "", "the file is empty; start with `study: NAME`");
                return Optional.empty();
            }
            return Optional.of(new YamlText(problems).tree(root, ""));
        } catch (MarkedYAMLException e) {
            Place place = e.getProblemMark() == null ? Place.START : Place.of(e.getProblemMark());
            String start = e.getContextMark() == null
                    ? ""
                    : "; what is wrong may start in line "
                            + Place.of(e.getContextMark()).line();
            problems.add(place, "", "is not YAML: " + e.getProblem() + start);
        } catch (YAMLException e) {
            String message = e.getMessage().contains("aliases")
                    ? "an alias (*) repeats a list or a mapping; write it out"
                    : "is not YAML: " + e.getMessage();
            problems.add(Place.START, "", message);
        }
        return Optional.empty();
    }

    private Tree tree(Node node, String path) {
        Place place = Place.of(node.getStartMark());
        if (node instanceof MappingNode mapping && node.getTag().equals(Tag.MAP)) {
            return mapping(mapping, path, place);
        }
        if (node instanceof SequenceNode sequence && node.getTag().equals(Tag.SEQ)) {
            List<Tree> elements = new ArrayList<>();
            for (Node element : sequence.getValue()) {
                elements.add(tree(element, path + "[" + elements.size() + "]"));
            }
            return new Tree.Sequence(elements, place);
        }
        if (node instanceof ScalarNode scalar) {
            return new Tree.Scalar(value(scalar, path, place), scalar.getValue(), place);
        }
        problems.settle(place, path, "the tag " + node.getTag().getValue() + " " + NOT_A_VALUE + "; remove it");
        return new Tree.Scalar(Optional.empty(), "", place);
    }

    private Tree mapping(MappingNode mapping, String path, Place place) {
        Map<String, Tree.Entry> entries = new LinkedHashMap<>();
        for (NodeTuple tuple : mapping.getValue()) {
            Place keyPlace = Place.of(tuple.getKeyNode().getStartMark());
            if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                problems.add(keyPlace, path, "a key must be a word, not a list or a mapping");
                continue;
            }
            String keyPath = path.isEmpty() ? key.getValue() : path + "." + key.getValue();
            checkStorable(key.getValue(), StorableText.of(keyPath), keyPlace);
            Tree.Entry earlier = entries.get(key.getValue());
            if (earlier != null) {
                problems.add(
                        keyPlace,
                        keyPath,
                        "stands twice, first in line " + earlier.keyPlace().line() + "; remove one of them");
                continue;
            }
            entries.put(key.getValue(), new Tree.Entry(keyPlace, tree(tuple.getValueNode(), keyPath)));
        }
        return new Tree.Mapping(entries, place);
    }

    private void checkStorable(String text, String path, Place place) {
        if (text.indexOf('\0') >= 0) {
            problems.settle(place, path, "holds the character NUL, which cannot be stored; remove it");
        } else if (!StorableText.isStorable(text)) {
            problems.settle(place, path, "holds half of a surrogate pair, which cannot be stored; remove it");
        }
    }

    private Optional<Object> value(ScalarNode scalar, String path, Place place) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        try {
            if (tag.equals(Tag.NULL)) {
                return Optional.empty();
            }
            if (tag.equals(Tag.STR)) {
                checkStorable(text, path, place);
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
                    problems.settle(place, path, "(" + text + ") is too large; give a smaller number");
                    return Optional.of(text);
                }
                return Optional.of(number);
            }
        } catch (ArithmeticException e) {
            problems.settle(place, path, "(" + text + ") does not fit into 64 bits; give a smaller number");
            return Optional.of(text);
        } catch (NumberFormatException e) {
            // An explicit tag promised a number; said below.
        }
        problems.settle(
                place, path, "(" + text + ") with the tag " + tag.getValue() + " " + NOT_A_VALUE + "; remove the tag");
        return Optional.of(text);
    }
}
