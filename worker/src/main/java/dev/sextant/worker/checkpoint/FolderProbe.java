package dev.sextant.worker.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * File with a random token in the checkpoint folder, with which executors check that they share the folder with the
 * driver.
 *
 * <p>The driver writes it and sends this value to the executors, each answers with {@link #readProbe}, and the driver
 * deletes it.
 *
 * @param folder checkpoint folder
 * @param file URI of the probe's file
 * @param token content of the file
 */
public record FolderProbe(String folder, String file, String token) implements Serializable {
    /** Length that makes equal tokens of two drivers practically impossible. */
    private static final int TOKEN_BYTES = 16;

    private static final String PREFIX = "_probe-";
    private static final int MAX_READ = 200;

    /**
     * Answer of an executor.
     *
     * @param host the executor's host name
     * @param shared whether it read the driver's token and wrote a file of its own
     * @param saw result for users; completes the sentence "HOST ..."
     */
    public record Answer(String host, boolean shared, String saw) implements Serializable {}

    /**
     * Writes the probe, on the driver.
     *
     * @throws CheckpointException if the folder cannot be created or written to
     */
    public static FolderProbe writeProbe(String folder) throws CheckpointException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        Path file = new Path(folder, PREFIX + token);
        try {
            FileSystem files = HadoopFiles.of(file, HadoopFiles.configuration());
            files.mkdirs(file.getParent());
            write(files, file, token);
            return new FolderProbe(folder, files.makeQualified(file).toString(), token);
        } catch (IOException | FSError | RuntimeException e) {
            throw StorageProblem.explain("Checkpoint folder " + folder + " cannot be written to", folder, e);
        }
    }

    /**
     * Reads the probe and writes a file next to it, on an executor. Never throws.
     *
     * @param host this executor's host name
     */
    public Answer readProbe(String host) {
        Configuration configuration = HadoopFiles.configuration();
        Path path = new Path(file);
        try {
            FileSystem files = HadoopFiles.of(path, configuration);
            String read = read(files, path);
            if (!read.equals(token)) {
                return new Answer(host, false, "read " + read + " from " + file + ", not the driver's " + token);
            }
        } catch (FileNotFoundException e) {
            return new Answer(host, false, "does not see the file " + file + " that the driver wrote");
        } catch (IOException | FSError | RuntimeException e) {
            return new Answer(
                    host,
                    false,
                    StorageProblem.explain(file + " cannot be read", folder, e).getMessage());
        }
        Path own = new Path(path.getParent(), path.getName() + "-" + UUID.randomUUID());
        try {
            FileSystem files = HadoopFiles.of(own, configuration);
            write(files, own, token);
            files.delete(own, false);
            return new Answer(host, true, "reads and writes " + folder);
        } catch (IOException | FSError | RuntimeException e) {
            return new Answer(
                    host,
                    false,
                    StorageProblem.explain("reads " + folder + " but cannot write to it", folder, e)
                            .getMessage());
        }
    }

    /** Returns whether a name is that of a probe, or of the file that an executor writes next to it. */
    static boolean isProbe(String fileName) {
        return fileName.startsWith(PREFIX);
    }

    /** Deletes the probe, on the driver. */
    public void delete() throws IOException {
        Path path = new Path(file);
        HadoopFiles.of(path, HadoopFiles.configuration()).delete(path, false);
    }

    private static void write(FileSystem files, Path file, String token) throws IOException {
        try (OutputStream out = files.create(file, true)) {
            out.write(token.getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static String read(FileSystem files, Path file) throws IOException {
        try (InputStream in = files.open(file)) {
            return new String(in.readNBytes(MAX_READ), StandardCharsets.US_ASCII);
        }
    }
}
