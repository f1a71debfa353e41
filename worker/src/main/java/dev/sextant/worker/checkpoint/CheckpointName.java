package dev.sextant.worker.checkpoint;

import dev.sextant.common.run.RunKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A checkpoint's file name in its trial's folder: no two attempts ever write the same one.
 *
 * @param complete whether the file is whole; a temporary name is not
 */
record CheckpointName(int epoch, int run, int attempt, boolean complete) {
    private static final Pattern FORM =
            Pattern.compile("(_)?epoch-(\\d{1,9})-run-(\\d{1,9})-attempt-(\\d{1,9})\\.ckpt");

    static CheckpointName of(RunKey key, int epoch) {
        return new CheckpointName(epoch, key.run(), key.attempt(), true);
    }

    /** Reads a file's name; empty when it is not a checkpoint's. */
    static Optional<CheckpointName> parse(String fileName) {
        Matcher matcher = FORM.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new CheckpointName(
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                matcher.group(1) == null));
    }

    /** The folder of a trial below its study's. */
    static String folder(int trial) {
        return String.format(Locale.ROOT, "trial-%04d", trial);
    }

    /** The name while the file is being written. Hadoop's readers skip names that begin with an underscore. */
    CheckpointName temporary() {
        return new CheckpointName(epoch, run, attempt, false);
    }

    boolean isOlderThan(RunKey key) {
        return run < key.run() || (run == key.run() && attempt < key.attempt());
    }

    boolean isBy(RunKey key) {
        return run == key.run() && attempt == key.attempt();
    }

    String fileName() {
        return String.format(
                Locale.ROOT, "%sepoch-%03d-run-%d-attempt-%d.ckpt", complete ? "" : "_", epoch, run, attempt);
    }
}
