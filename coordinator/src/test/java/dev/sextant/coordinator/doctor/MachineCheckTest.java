package dev.sextant.coordinator.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.coordinator.doctor.Finding.Level;
import dev.sextant.coordinator.spark.LocalMachine;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is said about machines of other kinds than this one. */
class MachineCheckTest {
    @TempDir
    Path folder;

    private MachineFacts facts(String java, long memoryMiB, String encoding, long openFiles, long sharedMemory) {
        return new MachineFacts(
                java,
                new LocalMachine(8, memoryMiB),
                encoding,
                OptionalLong.of(openFiles),
                OptionalLong.of(sharedMemory),
                "ada",
                folder);
    }

    private List<Finding> findings(MachineFacts facts, Path home) {
        return new MachineCheck(facts, home, Map.of())
                .findings().stream()
                        .filter(finding ->
                                finding.level() != Level.OK && !finding.found().contains(" free"))
                        .toList();
    }

    @Test
    void findsNothingOnAUsualMachine() {
        assertThat(findings(facts("17.0.9", 16 << 10, "UTF-8", 1 << 20, 1L << 30), folder))
                .as("all but the space on the disk")
                .isEmpty();
    }

    @Test
    void saysWhatToDoAboutEachLimit() {
        List<Finding> findings = findings(facts("21.0.1", 1 << 10, "ANSI_X3.4-1968", 256, 1 << 20), folder);

        assertThat(findings)
                .extracting(Finding::subject)
                .containsExactly("java", "resources", "open files", "/dev/shm", "file names");
        assertThat(findings)
                .extracting(Finding::level)
                .containsExactly(Level.PROBLEM, Level.WARNING, Level.WARNING, Level.WARNING, Level.WARNING);
        assertThat(findings).allSatisfy(finding -> assertThat(finding.remedy()).isNotEmpty());
    }

    @Test
    void takesAContainersDefaultSharedMemory() {
        assertThat(findings(facts("17", 16 << 10, "UTF-8", 1 << 20, 64L << 20), folder))
                .isEmpty();
    }

    @Test
    void warnsOfAHomeThatOthersMayRead() throws Exception {
        Path home = Files.createDirectory(folder.resolve("home"));
        Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));

        assertThat(findings(facts("17.0.9", 16 << 10, "UTF-8", 1 << 20, 1L << 30), home))
                .singleElement()
                .satisfies(finding -> assertThat(finding.remedy()).contains("chmod 700 " + home));
    }

    @Test
    void namesTheFolderThatCannotBeWrittenTo() throws Exception {
        Path file = Files.createFile(folder.resolve("file"));

        assertThat(findings(facts("17.0.9", 16 << 10, "UTF-8", 1 << 20, 1L << 30), file.resolve("home")))
                .singleElement()
                .satisfies(finding -> {
                    assertThat(finding.level()).isEqualTo(Level.PROBLEM);
                    assertThat(finding.found())
                            .contains(file + "/home (does not exist yet)", file + " is not a folder that user ");
                });
    }
}
