package dev.sextant.coordinator.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sextant.common.run.Checkpoint;
import dev.sextant.common.run.RunKey;
import dev.sextant.worker.checkpoint.CheckpointStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CheckpointCleanupTest {
    private static final RunKey RUN = new RunKey(1, 4, 1, 1);

    @TempDir
    private Path folder;

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private CheckpointStore store;
    private CheckpointCleanup cleanup;

    @BeforeEach
    void open() {
        store = CheckpointStore.in(folder.resolve("checkpoints").toUri().toString());
        cleanup = new CheckpointCleanup(folder.resolve("checkpoints").toUri().toString(), executor);
    }

    /** Six epochs are saved; a best epoch of 0 stands for none. */
    @ParameterizedTest
    @CsvSource({
        "1, 0, 1 2 3 4 5 6",
        "2, 0, 1 2 3 4 5 6",
        "4, 0, 3 4 5 6",
        "4, 3, 3 4 5 6",
        "4, 4, 3 4 5 6",
        "6, 0, 5 6",
        "6, 2, 2 5 6",
        "6, 6, 5 6",
    })
    void keepsTheNewestTheOneBeforeAndTheBest(int recorded, int best, String kept) throws Exception {
        List<Checkpoint> saved = save(RUN, 6);

        cleanup.recorded(RUN, saved.get(recorded - 1), best == 0 ? OptionalInt.empty() : OptionalInt.of(best));

        assertThat(epochs(RUN)).isEqualTo(kept);
    }

    @Test
    void keepsTheFilesOfANewerAttempt() throws Exception {
        List<Checkpoint> old = save(RUN, 3);
        save(RUN.nextAttempt(), 3);

        cleanup.recorded(RUN, old.get(2), OptionalInt.empty());

        assertThat(epochs(RUN)).isEqualTo("2 3");
        assertThat(epochs(RUN.nextAttempt())).isEqualTo("1 2 3");
    }

    @Test
    void survivesAFolderThatItCannotReach() throws Exception {
        CheckpointCleanup unreachable = new CheckpointCleanup("unknown-scheme://host/checkpoints", executor);

        unreachable.recorded(RUN, SampleRuns.checkpoint(RUN, 3), OptionalInt.empty());

        List<Checkpoint> saved = save(RUN, 6);
        cleanup.recorded(RUN, saved.get(5), OptionalInt.empty());
        assertThat(epochs(RUN)).as("by the same thread").isEqualTo("5 6");
    }

    @Test
    void stopsItsThreadWhenClosed() {
        cleanup.close();

        assertThat(executor.isShutdown()).isTrue();
    }

    private List<Checkpoint> save(RunKey key, int epochs) throws Exception {
        Path model = Files.writeString(folder.resolve("model"), "weights");
        List<Checkpoint> saved = new ArrayList<>();
        for (int epoch = 1; epoch <= epochs; epoch++) {
            saved.add(store.save(model, key, epoch));
        }
        return saved;
    }

    private String epochs(RunKey key) throws Exception {
        executor.submit(() -> {}).get(); // the deletion is over
        return IntStream.rangeClosed(1, 6)
                .filter(epoch ->
                        exists(String.format("epoch-%03d-run-%d-attempt-%d.ckpt", epoch, key.run(), key.attempt())))
                .mapToObj(String::valueOf)
                .collect(Collectors.joining(" "));
    }

    private boolean exists(String name) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.anyMatch(file -> file.getFileName().toString().equals(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
