package dev.sextant.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Shading breaks what is found by name at run time; so the jar has to show that its natives and its database still start. */
class ShadedJarIT {

    @TempDir
    private Path directory;

    @Test
    void multipliesMatricesWithTheOneNativeBuildThatItCarries() throws Exception {
        Distribution.Outcome outcome = inside("natives");

        assertThat(outcome.out()).as(outcome.err()).contains("product 12");
        assertThat(outcome.exitCode()).isZero();
    }

    @Test
    void startsTheEmbeddedPostgresAndMigratesIt() throws Exception {
        Distribution.Outcome outcome = inside("postgres");

        assertThat(outcome.out()).as(outcome.err()).contains("server 16");
        assertThat(outcome.exitCode()).isZero();
    }

    private Distribution.Outcome inside(String what) throws Exception {
        Distribution distribution = Distribution.built();
        String classPath = String.join(
                File.pathSeparator,
                distribution.jar().toString(),
                distribution.sparkJars() + "/*",
                Path.of(InsideTheJar.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI())
                        .toString());
        return Distribution.run(
                directory,
                Map.of(),
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "@" + distribution.home().resolve("conf/jvm.options"),
                        "-Dsextant.log.dir=" + directory,
                        "-cp",
                        classPath,
                        InsideTheJar.class.getName(),
                        what));
    }
}
