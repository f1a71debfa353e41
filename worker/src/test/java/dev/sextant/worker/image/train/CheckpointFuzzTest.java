package dev.sextant.worker.image.train;

import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import org.junit.jupiter.api.Test;

class CheckpointFuzzTest {
    @Test
    void readsAnyCheckpointOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget("checkpoint", "epoch.ckpt", Set.of(IOException.class), CheckpointFuzzTest::read),
                150,
                256 << 20);
    }

    private static void read(Path file) throws IOException {
        ModelFile.epoch(file);
        ModelFile.network(file).close();
    }
}
