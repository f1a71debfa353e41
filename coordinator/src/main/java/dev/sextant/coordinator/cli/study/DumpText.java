package dev.sextant.coordinator.cli.study;

import dev.sextant.coordinator.text.Json;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.sql.dump.Manifest;
import java.nio.file.Path;

/** What a dump contains, as text and as JSON. */
final class DumpText {
    private DumpText() {}

    static String content(Manifest manifest) {
        int studies = manifest.studies().size();
        return (studies == 1 ? "study " + manifest.studies().get(0).name() : TextFormat.count(studies) + " studies")
                + " with "
                + TextFormat.count(trials(manifest), "trial") + " and "
                + TextFormat.count(manifest.checkpoints().size(), "checkpoint file");
    }

    static Object json(Path file, Manifest manifest) {
        return Json.object(
                "file", file.toString(),
                "schema_version", manifest.schemaVersion(),
                "studies", manifest.studies().stream().map(Manifest.Study::name).toList(),
                "trials", trials(manifest),
                "checkpoints", rowsOfCheckpoints(manifest),
                "checkpoint_files", manifest.checkpoints().size(),
                "missing_checkpoint_files", manifest.missingCheckpoints());
    }

    static long rowsOfCheckpoints(Manifest manifest) {
        return manifest.studies().stream()
                .mapToLong(Manifest.Study::checkpoints)
                .sum();
    }

    private static int trials(Manifest manifest) {
        return manifest.studies().stream().mapToInt(Manifest.Study::trials).sum();
    }
}
