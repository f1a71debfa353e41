package dev.sextant.deploy;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is in the jar for spark-submit, and above all what is not. */
class JarIT {

    private static JarFile jar;
    private static List<String> entries;

    @BeforeAll
    static void open() throws IOException {
        jar = new JarFile(Distribution.built().jar().toFile());
        entries = jar.stream().map(ZipEntry::getName).toList();
    }

    @AfterAll
    static void close() throws IOException {
        jar.close();
    }

    @Test
    void startsWithTheCommandLine() throws IOException {
        Attributes manifest = jar.getManifest().getMainAttributes();
        assertThat(manifest.getValue(Attributes.Name.MAIN_CLASS)).isEqualTo("dev.sextant.coordinator.cli.Sextant");
        assertThat(entries).contains("dev/sextant/coordinator/cli/Sextant.class");
    }

    @Test
    void leavesToSparkWhatSparkBrings() {
        assertThat(entries)
                .noneMatch(name -> name.startsWith("org/apache/spark/"))
                .noneMatch(name -> name.startsWith("org/apache/hadoop/"))
                .noneMatch(name -> name.startsWith("scala/"))
                .noneMatch(name -> name.startsWith("org/slf4j/"))
                .noneMatch(name -> name.startsWith("org/apache/logging/"))
                .noneMatch(name -> name.startsWith("org/apache/log4j/"));
    }

    @Test
    void movesAsideWhateverSparkHasInAnotherVersion() throws IOException {
        Set<String> ours = entries.stream().filter(JarIT::isClass).collect(toSet());
        Set<String> clashes;
        try (Stream<Path> jars = Files.list(Distribution.built().sparkJars())) {
            clashes = jars.flatMap(JarIT::classes).filter(ours::contains).collect(toSet());
        }
        assertThat(clashes).as("classes that sextant.jar and Spark both have").isEmpty();
        assertThat(ours)
                .noneMatch(name -> name.startsWith("com/fasterxml/jackson/"))
                .noneMatch(name -> name.startsWith("org/yaml/snakeyaml/"))
                .noneMatch(name -> name.startsWith("com/zaxxer/hikari/"))
                .noneMatch(name -> name.startsWith("com/google/common/"))
                .contains(
                        "dev/sextant/shaded/jackson/databind/ObjectMapper.class",
                        "dev/sextant/shaded/snakeyaml/Yaml.class",
                        "dev/sextant/shaded/hikari/HikariDataSource.class");
    }

    @Test
    void carriesNativesOfOnePlatformOnly() throws IOException {
        String classifier = System.getProperty("sextant.nd4j.classifier");
        List<String> natives = entries.stream()
                .filter(name -> name.matches(".*(\\.so(\\.\\d+)*|\\.dll|\\.dylib|\\.jnilib|\\.a|\\.txz)"))
                .toList();
        String platform = classifier.replaceAll("^([a-z]+-[a-z0-9_]+).*", "$1");

        assertThat(natives)
                .anyMatch(name -> name.contains("/" + classifier + "/"))
                .allMatch(name -> name.contains("/" + classifier + "/")
                        || name.contains("/" + platform + "/")
                        || name.matches("postgres-[a-z]+-\\w+\\.txz|org/sqlite/native/\\w+/\\w+/\\w+\\.\\w+"));
        assertThat(natives.stream().filter(name -> name.endsWith(".txz"))).hasSize(1);
        assertThat(natives.stream().filter(name -> name.startsWith("org/sqlite/")))
                .hasSize(1);
    }

    @Test
    void keepsNoSignatureOfAJarThatIsNoLongerWhole() {
        assertThat(entries).noneMatch(name -> name.matches("META-INF/[^/]+\\.(SF|DSA|RSA|EC)"));
    }

    @Test
    void mergesTheListsOfServices() throws IOException {
        assertThat(service("java.sql.Driver")).contains("org.postgresql.Driver", "org.sqlite.JDBC");
        assertThat(service("org.flywaydb.core.extensibility.Plugin"))
                .contains("org.flywaydb.core.internal.resource.CoreResourceTypeProvider")
                .contains("org.flywaydb.database.postgresql.PostgreSQLDatabaseType");
        assertThat(service("org.nd4j.linalg.factory.Nd4jBackend")).hasSize(1);
        assertThat(service("dev.sextant.shaded.jackson.core.ObjectCodec"))
                .containsExactly("dev.sextant.shaded.jackson.databind.ObjectMapper");
    }

    @Test
    void namesItsVersionItsBackEndAndItsLicence() throws IOException {
        Properties build = new Properties();
        try (InputStream in = jar.getInputStream(jar.getEntry("META-INF/sextant/build.properties"))) {
            build.load(in);
        }
        assertThat(build)
                .containsEntry("version", System.getProperty("sextant.version"))
                .containsEntry("nd4j.classifier", System.getProperty("sextant.nd4j.classifier"));
        assertThat(text("META-INF/LICENSE")).contains("Apache License");
        assertThat(text("META-INF/NOTICE")).contains("Sextant", "Deeplearning4j", "PostgreSQL");
    }

    @Test
    void staysUnderTheSizeThatTheReadMeStates() throws IOException {
        long size = Files.size(Distribution.built().jar());
        System.out.printf("sextant.jar: %.1f MB, %d entries%n", size / 1e6, entries.size());
        if (System.getProperty("sextant.nd4j.classifier").equals("linux-x86_64-onednn-avx2")) {
            assertThat(size).isBetween(50_000_000L, 165_000_000L);
        }
    }

    private static Stream<String> classes(Path jarFile) {
        try (JarFile other = new JarFile(jarFile.toFile())) {
            return other.stream().map(ZipEntry::getName).filter(JarIT::isClass).toList().stream();
        } catch (IOException e) {
            throw new AssertionError(jarFile + " cannot be read", e);
        }
    }

    private static boolean isClass(String name) {
        return name.endsWith(".class") && !name.startsWith("META-INF/") && !name.equals("module-info.class");
    }

    private static List<String> service(String name) throws IOException {
        return text("META-INF/services/" + name)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }

    private static String text(String name) throws IOException {
        ZipEntry entry = jar.getEntry(name);
        assertThat(entry).as(name).isNotNull();
        try (InputStream in = jar.getInputStream(entry)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
