package dev.sextant.worker.checkpoint;

import dev.sextant.common.run.RunKey;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * File name of a checkpoint in its trial's folder; different attempts never write the same name.
 *
 * @param epoch epoch after which it was saved
 * @param run index of the run within its trial, from 1
 * @param attempt number of the attempt at the run, from 1
 * @param complete whether the file is complete; false for the name while it is being written
 */
record CheckpointName(int epoch, int run, int attempt, boolean complete) {
    private static final Pattern FORMAT =
            Pattern.compile("(_)?epoch-(\\d{1,9})-run-(\\d{1,9})-attempt-(\\d{1,9})\\.ckpt");

    private static final Pattern FOLDER = Pattern.compile("trial-\\d{4,}");

    static CheckpointName of(RunKey key, int epoch) {
        return new CheckpointName(epoch, key.run(), key.attempt(), true);
    }

    /** Parses a file name; empty if it is not that of a checkpoint. */
    static Optional<CheckpointName> parse(String fileName) {
        Matcher matcher = FORMAT.matcher(fileName);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(new CheckpointName(
                Integer.parseInt(matcher.group(2)),
                Integer.parseInt(matcher.group(3)),
                Integer.parseInt(matcher.group(4)),
                matcher.group(1) == null));
    }

    /** Returns the name of a trial's folder in the study's folder. */
    static String folder(int trial) {
        return String.format(Locale.ROOT, "trial-%04d", trial);
    }

    /** Returns whether a name is that of a trial's folder. */
    static boolean isFolder(String name) {
        return FOLDER.matcher(name).matches();
    }

    /** Returns the name while the file is being written. Hadoop's readers skip names that begin with an underscore. */
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
