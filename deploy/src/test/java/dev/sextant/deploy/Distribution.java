package dev.sextant.deploy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** The unpacked distribution that the build has just made, and programs run from it. */
record Distribution(Path home) {

    /** What a program left behind. */
    record Outcome(int exitCode, String out, String err) {}

    static Distribution built() {
        return new Distribution(Path.of(
                Objects.requireNonNull(System.getProperty("sextant.distribution"), "sextant.distribution is not set")));
    }

    Path launcher() {
        return home.resolve("bin/sextant");
    }

    Path jar() {
        return home.resolve("lib/sextant.jar");
    }

    Path sparkJars() {
        return home.resolve("spark/jars");
    }

    /**
     * Runs a program to its end.
     *
     * @param environment added to this process's environment; an empty value removes the variable
     */
    static Outcome run(Path directory, Map<String, String> environment, List<String> command)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile("sextant-it", ".out");
        Path err = Files.createTempFile("sextant-it", ".err");
        try {
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            // A Spark of the machine's own must not stand in for the bundled one.
            List.of("SPARK_HOME", "SPARK_CONF_DIR", "SEXTANT_JAVA_OPTS").forEach(builder.environment()::remove);
            builder.environment().putAll(environment);
            environment.forEach((name, value) -> {
                if (value.isEmpty()) {
                    builder.environment().remove(name);
                }
            });
            Process process = builder.start();
            if (!process.waitFor(2, TimeUnit.MINUTES)) {
                process.destroyForcibly();
                throw new AssertionError(command + " did not end within two minutes");
            }
            return new Outcome(
                    process.exitValue(),
                    Files.readString(out, StandardCharsets.UTF_8),
                    Files.readString(err, StandardCharsets.UTF_8));
        } finally {
            Files.delete(out);
            Files.delete(err);
        }
    }

    static Outcome run(Path directory, Map<String, String> environment, Path program, String... arguments)
            throws IOException, InterruptedException {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        return run(directory, environment, Arrays.asList(command));
    }

    /** Writes an executable shell script. */
    static Path script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file;
    }
}
