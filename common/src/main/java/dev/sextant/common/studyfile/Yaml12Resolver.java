package dev.sextant.common.studyfile;

import java.util.regex.Pattern;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.resolver.Resolver;

/**
 * Resolves the types of plain values by the core schema of YAML 1.2.2 (section 10.3.2), in base ten only. Not-a-number
 * and infinity are left out, because no value of a study can be one of them.
 */
final class Yaml12Resolver extends Resolver {
    private static final Pattern BOOLEAN = Pattern.compile("true|True|TRUE|false|False|FALSE");
    private static final Pattern INTEGER = Pattern.compile("[-+]?[0-9]+");
    private static final Pattern NUMBER = Pattern.compile("[-+]?(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?");
    private static final Pattern NOTHING = Pattern.compile("~|null|Null|NULL|");

    @Override
    protected void addImplicitResolvers() {
        addImplicitResolver(Tag.BOOL, BOOLEAN, "tTfF", 5);
        addImplicitResolver(Tag.INT, INTEGER, "-+0123456789");
        addImplicitResolver(Tag.FLOAT, NUMBER, "-+.0123456789");
        addImplicitResolver(Tag.NULL, NOTHING, "~nN\0", 4);
        // An empty value has no first letter to look up.
        addImplicitResolver(Tag.NULL, Pattern.compile(""), null, 1);
    }
}
