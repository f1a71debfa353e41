package dev.sextant.worker.image.backbone;

import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.fuzz.FuzzTarget;
import dev.sextant.common.fuzz.Fuzzing;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.saved.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackboneFuzzTest {
    private static final Set<Class<? extends Exception>> REFUSALS = Set.of(IOException.class, UnusableData.class);
    private static final int MOST_BYTES = 256 << 20;

    @Test
    void readsAnyCardOrRefusesIt() throws Exception {
        Fuzzing.run(
                new FuzzTarget("card", "network.card.json", REFUSALS, file -> BackboneCard.parse(
                                file.toString(), BoundedRead.text(file))
                        .preprocessing()),
                1000,
                MOST_BYTES);
    }

    @Test
    void loadsAnyNetworkOrRefusesIt() throws Exception {
        Fuzzing.run(new FuzzTarget("network", "network.zip", REFUSALS, BackboneFuzzTest::load), 150, MOST_BYTES);
    }

    private static void load(Path file) throws IOException, UnusableData {
        byte[] zip = Files.readAllBytes(BoundedRead.checked(file, NetworkFile.MAX_BYTES));
        Backbone.ofZip(file.toString(), zip, Sha256.of(zip), Optional.empty())
                .open(true)
                .close();
    }
}
