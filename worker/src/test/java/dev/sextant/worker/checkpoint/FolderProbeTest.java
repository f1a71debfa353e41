package dev.sextant.worker.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FolderProbeTest {
    @TempDir
    private Path folder;

    @Test
    void findsASharedFolder() throws Exception {
        FolderProbe probe = FolderProbe.writeProbe(folder.resolve("shared").toString());

        assertThat(probe.readProbe("node-3"))
                .isEqualTo(new FolderProbe.Answer("node-3", true, "reads and writes " + folder.resolve("shared")));

        probe.delete();
        assertThat(folder.resolve("shared")).isEmptyDirectory();
    }

    @Test
    void findsAFolderThatTheExecutorDoesNotSee() throws Exception {
        FolderProbe probe = FolderProbe.writeProbe(folder.toString());
        Files.delete(Path.of(URI.create(probe.file())));

        FolderProbe.Answer answer = probe.readProbe("node-3");

        assertThat(answer.shared()).isFalse();
        assertThat(answer.saw()).isEqualTo("does not see the file " + probe.file() + " that the driver wrote");
    }

    @Test
    void findsAnotherDriversFile() throws Exception {
        FolderProbe probe = FolderProbe.writeProbe(folder.toString());
        Files.writeString(Path.of(URI.create(probe.file())), "something else");

        assertThat(probe.readProbe("node-3").shared()).isFalse();
    }

    @Test
    void saysThatTheFolderCannotBeWrittenTo() throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "");

        assertThatThrownBy(() -> FolderProbe.writeProbe(file.toString()))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("Checkpoint folder " + file + " cannot be written to");
    }
}
