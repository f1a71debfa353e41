package dev.sextant.campaign;

import dev.sextant.campaign.Fault.Aftermath;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Damage to checkpoint files that are read: the executor is killed afterwards, so that its trial must be restored. */
final class CheckpointFaults {
    private static final String GROUP = "checkpoints";

    /** The latest checkpoints of trials that will go on: first of those that run, and the newest first. */
    private static final String IN_USE =
            """
            SELECT c.uri FROM sextant.checkpoint c
            JOIN sextant.study s ON s.id = c.study_id
            JOIN sextant.trial t ON t.study_id = c.study_id AND t.trial = c.trial
            WHERE s.name = ? AND t.state IN ('RUNNING', 'PAUSED')
              AND c.epoch = (SELECT max(n.epoch) FROM sextant.checkpoint n
                             WHERE n.study_id = c.study_id AND n.trial = c.trial)
            ORDER BY t.state DESC, c.created_at DESC""";

    private CheckpointFaults() {}

    @FunctionalInterface
    private interface Damage {
        void to(Path file, Scene scene) throws IOException, SkippedException;
    }

    static List<Fault> all() {
        return List.of(
                fault("checkpoint truncated", CheckpointFaults::truncate),
                fault("checkpoint emptied", (file, scene) -> Files.write(file, new byte[0])),
                fault("bit of a checkpoint flipped", CheckpointFaults::flip),
                fault("checkpoint replaced by that of another trial", CheckpointFaults::replace),
                fault("checkpoint replaced by a link to nothing", CheckpointFaults::link),
                fault("checkpoint removed", (file, scene) -> Files.delete(file)));
    }

    private static Fault fault(String name, Damage damage) {
        return new Fault(GROUP, name, 1, Aftermath.GOES_ON, Moment.ANY, scene -> {
            Path file = inUse(scene, 0);
            scene.checkpoints().willDamage(file);
            damage.to(file, scene);
            scene.anyExecutor().signal("KILL");
        });
    }

    private static Path inUse(Scene scene, int rank) throws Exception {
        List<String> uris = scene.rows().query(IN_USE);
        if (uris.size() <= rank) {
            throw new SkippedException("there was no checkpoint at that moment");
        }
        Path file = Path.of(URI.create(uris.get(rank)));
        if (!Files.isRegularFile(file)) {
            throw new SkippedException("a newer checkpoint took its place at that moment");
        }
        return file;
    }

    private static void truncate(Path file, Scene scene) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            open.setLength(open.length() / 2);
        }
    }

    private static void flip(Path file, Scene scene) throws IOException {
        try (RandomAccessFile open = new RandomAccessFile(file.toFile(), "rw")) {
            long at = scene.random().nextLong(open.length());
            open.seek(at);
            int old = open.read();
            open.seek(at);
            open.write(old ^ 1 << scene.random().nextInt(8));
        }
    }

    private static void replace(Path file, Scene scene) throws IOException, SkippedException {
        try {
            Files.copy(inUse(scene, 1), file, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | SkippedException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private static void link(Path file, Scene scene) throws IOException {
        Files.delete(file);
        Files.createSymbolicLink(file, file.resolveSibling("nothing"));
    }
}
