package dev.sextant.coordinator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the distribution's log configuration lets through to the terminal. */
class LogConfigurationTest {
    private static final Path CONFIGURATION = Path.of("../deploy/src/distribution/conf/log4j2.properties");

    @TempDir
    Path folder;

    /** Logs as a library and as Sextant. */
    static final class Program {
        private Program() {}

        public static void main(String[] arguments) {
            Logger library = LoggerFactory.getLogger("com.zaxxer.hikari.pool.ProxyConnection");
            Logger ours = LoggerFactory.getLogger("dev.sextant.worker.Training");
            library.warn("broken", new SQLException("I/O error"));
            ours.warn("not\u001b[2J\u009b closed", new IllegalStateException("open"));
            ours.info("begun");
        }
    }

    @Test
    void aLibrarysWarningsGoToTheFileAloneAndOursAreALineEach() throws Exception {
        Path terminal = folder.resolve("terminal");
        Process program = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Dsextant.log.dir=" + folder,
                        "-Dlog4j2.configurationFile=" + CONFIGURATION.toAbsolutePath(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Program.class.getName())
                .redirectErrorStream(true)
                .redirectOutput(terminal.toFile())
                .start();

        assertThat(program.waitFor()).isZero();
        assertThat(terminal).content().matches("\\d\\d:\\d\\d:\\d\\d WARN  Training: not\\?\\[2J\\? closed\\R");
        assertThat(folder.resolve("sextant.log"))
                .content()
                .contains("ProxyConnection: broken", "java.sql.SQLException: I/O error", "at dev.sextant")
                .contains("Training: not\u001b[2J\u009b closed", "IllegalStateException: open", "Training: begun");
    }
}
