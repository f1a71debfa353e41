package dev.sextant.campaign;

import dev.sextant.campaign.Fault.Aftermath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Faults of the disk that checkpoints are on. */
final class DiskFaults {
    static final String GROUP = "disk";

    private DiskFaults() {}

    static List<Fault> all() {
        return List.of(
                fault("checkpoint disk full for some seconds", DiskFaults::fill),
                fault("checkpoint disk read-only for some seconds", DiskFaults::makeReadOnly));
    }

    private static Fault fault(String name, Fault.Action action) {
        return new Fault(GROUP, name, 1, Aftermath.MAY_END, Moment.ANY, action);
    }

    private static void fill(Scene scene) throws Exception {
        Path filler = scene.world().disk().fill();
        try {
            scene.pass(1000, 4000);
        } finally {
            Files.delete(filler);
        }
    }

    private static void makeReadOnly(Scene scene) throws Exception {
        scene.world().disk().makeReadOnly();
        try {
            scene.pass(1000, 4000);
        } finally {
            scene.world().disk().makeWritable();
        }
    }
}
