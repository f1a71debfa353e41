package dev.sextant.deploy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LauncherIT {

    /** Stands for the real commands where a test needs one that ends as the test wants. */
    private static final String PROGRAM =
            """
            package dev.sextant.coordinator.cli;
            public class Sextant {
                public static void main(String[] arguments) throws Exception {
                    System.out.println("arguments " + String.join(" ", arguments));
                    System.out.println("master " + System.getProperty("spark.master"));
                    System.out.println("helpers " + System.getProperty("org.eclipse.deeplearning4j.helpers.disable"));
                    System.out.println("arenas " + System.getenv("MALLOC_ARENA_MAX"));
                    System.out.println("logs " + System.getProperty("sextant.log.dir"));
                    System.out.println("ready");
                    if (arguments[1].equals("wait")) {
                        new java.util.concurrent.CountDownLatch(1).await();
                    }
                    System.exit(Integer.parseInt(arguments[1]));
                }
            }
            """;

    @TempDir
    private Path directory;

    @Test
    void printsTheVersion() throws Exception {
        Distribution.Outcome outcome =
                Distribution.run(directory, logs(), Distribution.built().launcher(), "--version");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains(System.getProperty("sextant.version"));
    }

    /** Without it commands work but start slower, so the build only warns; a renamed class must not go unnoticed. */
    @Test
    void theBuildMadeAClassArchive() throws Exception {
        Path home = Distribution.built().home();
        Path log = home.resolveSibling("class-archive.log");
        assumeThat(log).as("the build was told to make no class archive").exists();

        assertThat(home.resolve("lib/sextant.jsa"))
                .as(Files.readString(log, StandardCharsets.UTF_8))
                .exists();
    }

    @Test
    void worksThroughASymbolicLinkFromAnywhere() throws Exception {
        Path link = Files.createSymbolicLink(
                directory.resolve("link"), Distribution.built().launcher());

        assertThat(Distribution.run(directory, logs(), link, "--version").exitCode())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 130})
    void handsTheExitCodeOfASweepThroughSpark(int code) throws Exception {
        Distribution.Outcome outcome = Distribution.run(
                directory, logs(), withProgram(), "sweep", String.valueOf(code), "--master", "local[3]");

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.out())
                .contains("arguments sweep " + code + " --master local[3]")
                .contains("master local[3]")
                .contains("helpers false")
                .contains("arenas 1");
        assertThat(outcome.err()).isEmpty();
    }

    @Test
    void logsBesideTheRestInTheHomeThatTheEnvironmentNames() throws Exception {
        Distribution.Outcome outcome =
                Distribution.run(directory, Map.of("HOME", directory.toString()), withProgram(), "sweep", "0");

        assertThat(outcome.out()).contains("logs " + directory.resolve(".sextant/logs"));
    }

    @Test
    void namesTheFolderOfAForeignHomeThatCannotBeWritten() throws Exception {
        Path file = Files.createFile(directory.resolve("a-home"));

        Distribution.Outcome outcome =
                Distribution.run(directory, Map.of("HOME", file.toString()), withProgram(), "sweep", "0");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err())
                .startsWith("sextant: cannot write to " + file + "/.sextant/logs: user ")
                .endsWith(
                        " may not write to " + file + ". Set SEXTANT_HOME to a folder of your own, or correct HOME.\n");
    }

    @Test
    void startsTheDoctorWithoutAFolderForLogs() throws Exception {
        Path home = directory.resolve("sextant-home");

        Distribution.Outcome outcome =
                Distribution.run(directory, Map.of("SEXTANT_HOME", home.toString()), withProgram(), "doctor", "0");

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(home).doesNotExist();
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", "validate"})
    void saysInOneLineThatItsLogFolderCannotBeWritten(String command) throws Exception {
        Path file = Files.createFile(directory.resolve("a-file"));
        Map<String, String> logs =
                Map.of("SEXTANT_LOG_DIR", file.resolve("logs").toString());

        Distribution.Outcome outcome = Distribution.run(directory, logs, withProgram(), command, "0");

        assertThat(outcome.exitCode()).isEqualTo(command.equals("sweep") ? 1 : 0);
        assertThat(outcome.err())
                .isEqualTo("sextant: cannot write log files to " + file
                        + "/logs. Set SEXTANT_LOG_DIR to a writable folder.\n");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2})
    void handsTheExitCodeOfAQuestionThroughWithoutSpark(int code) throws Exception {
        Distribution.Outcome outcome =
                Distribution.run(directory, logs(), withProgram(), "status", String.valueOf(code));

        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(code);
        assertThat(outcome.out()).contains("arguments status " + code, "master null");
    }

    @Test
    @Timeout(60)
    void signalsReachTheSweepItself() throws Exception {
        ProcessBuilder builder = new ProcessBuilder(withProgram().toString(), "sweep", "wait")
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().remove("SPARK_HOME");
        builder.environment().putAll(logs());
        Process sweep = builder.start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(sweep.getInputStream(), UTF_8))) {
            assertThat(lines.lines().anyMatch("ready"::equals)).isTrue();
            // The launcher has become the JVM: one process, whose id the shell knows.
            assertThat(sweep.descendants()).isEmpty();

            new ProcessBuilder("kill", "-TERM", String.valueOf(sweep.pid())).start();

            assertThat(sweep.waitFor(30, TimeUnit.SECONDS)).isTrue();
            assertThat(sweep.exitValue()).isEqualTo(143);
        } finally {
            sweep.destroyForcibly();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"sweep", "resume", "demo", "refit"})
    void goesThroughTheSparkThatSparkHomeNames(String command) throws Exception {
        Path spark = directory.resolve("spark-3.5");
        Distribution.script(spark.resolve("bin/spark-submit"), "#!/bin/sh\nprintf '%s\\n' \"$@\"\nexit 3\n");

        Distribution.Outcome outcome = Distribution.run(
                directory,
                Map.of("SPARK_HOME", spark.toString(), "SEXTANT_LOG_DIR", directory.toString()),
                Distribution.built().launcher(),
                command,
                "study.yaml",
                "--master=yarn");

        assertThat(outcome.exitCode()).isEqualTo(3);
        assertThat(outcome.out().lines())
                .containsSubsequence(
                        "--master",
                        "yarn",
                        "--class",
                        "dev.sextant.coordinator.cli.Sextant",
                        Distribution.built().jar().toString(),
                        command,
                        "study.yaml",
                        "--master=yarn");
    }

    @Test
    void refusesAnOldJavaByName() throws Exception {
        Distribution.script(
                directory.resolve("old/bin/java"), "#!/bin/sh\necho 'openjdk version \"1.8.0_402\"' >&2\nexit 0\n");

        Distribution.Outcome outcome = Distribution.run(
                directory,
                Map.of("JAVA_HOME", directory.resolve("old").toString()),
                Distribution.built().launcher(),
                "--version");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.out()).isEmpty();
        assertThat(outcome.err())
                .contains(directory.resolve("old/bin/java").toString(), "1.8.0_402", "Set JAVA_HOME to a Java 17");
    }

    @Test
    void namesTheJavaHomeThatHoldsNoJava() throws Exception {
        Distribution.Outcome outcome = Distribution.run(
                directory,
                Map.of("JAVA_HOME", directory.toString()),
                Distribution.built().launcher(),
                "--version");

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.err()).contains("JAVA_HOME is " + directory);
    }

    private Map<String, String> logs() {
        return Map.of("SEXTANT_LOG_DIR", directory.resolve("logs").toString());
    }

    /** A copy of the distribution whose jar holds {@link #PROGRAM} only; gives back its launcher. */
    private Path withProgram() throws IOException {
        Distribution built = Distribution.built();
        Path home = Files.createDirectories(directory.resolve("home"));
        for (String part : List.of("spark", "conf")) {
            Files.createSymbolicLink(home.resolve(part), built.home().resolve(part));
        }
        Path source = Files.writeString(directory.resolve("Sextant.java"), PROGRAM);
        Path classes = Files.createDirectories(directory.resolve("classes"));
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), source.toString()))
                .isZero();
        Files.createDirectories(home.resolve("lib"));
        String program = "dev/sextant/coordinator/cli/Sextant.class";
        try (OutputStream file = Files.newOutputStream(home.resolve("lib/sextant.jar"));
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry(program));
            Files.copy(classes.resolve(program), jar);
            jar.closeEntry();
        }
        Files.createDirectories(home.resolve("bin"));
        return Files.copy(built.launcher(), home.resolve("bin/sextant"), StandardCopyOption.COPY_ATTRIBUTES);
    }
}
