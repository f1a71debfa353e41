package dev.sextant.common.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Compiles the examples in the javadoc of the trainer interface. */
class JavadocExamplesTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/sextant/common/trainer");
    private static final Pattern EXAMPLE = Pattern.compile("<pre>\\{@code\\n(.*?)\\n \\* }</pre>", Pattern.DOTALL);
    private static final String IMPORTS =
            """
            import dev.sextant.common.space.*;
            import dev.sextant.common.study.*;
            import dev.sextant.common.trainer.*;
            import java.io.*;
            import java.nio.file.*;
            import java.util.*;
            """;

    @TempDir
    private Path classes;

    @Test
    void trainerAndItsFactoryCompileTogether() throws IOException {
        compile(IMPORTS + example("TrainerFactory").replace("public final class", "final class") + example("Trainer"));
    }

    @Test
    void statementsCompile() throws IOException {
        compile(IMPORTS
                + """
                final class Examples {
                    void declare() {
                        %s
                    }

                    void read(Settings settings) {
                        %s
                    }

                    void schedule(TrialContext context, int epoch) {
                        %s
                    }

                    void fail(List<Path> images, Path folder) throws TrainingFailure {
                        %s
                    }
                }
                """
                        .formatted(
                                example("Setting"),
                                example("Settings"),
                                example("TrialContext"),
                                example("TrainingFailure")));
    }

    private static String example(String type) throws IOException {
        Matcher example = EXAMPLE.matcher(Files.readString(SOURCES.resolve(type + ".java")));
        assertThat(example.find()).as("example in the javadoc of " + type).isTrue();
        return example.group(1).replaceAll("(?m)^ \\* ?", "");
    }

    private void compile(String source) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        SimpleJavaFileObject file =
                new SimpleJavaFileObject(URI.create("string:///Examples.java"), SimpleJavaFileObject.Kind.SOURCE) {
                    @Override
                    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
                        return source;
                    }
                };
        List<String> options =
                List.of("-proc:none", "-d", classes.toString(), "-cp", System.getProperty("java.class.path"));
        boolean compiled = compiler.getTask(messages, null, null, options, null, List.of(file))
                .call();
        assertThat(compiled).as("%s%n%s", source, messages).isTrue();
    }
}
