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
 * A file with a random token in the checkpoint folder, by which executors find out whether they share it with the
 * driver.
 *
 * <p>The driver writes it, sends this value to executors, each answers {@link #readProbe}, and the driver deletes it.
 *
 * @param folder the checkpoint folder
 * @param file the probe's file
 * @param token what the driver wrote
 */
public record FolderProbe(String folder, String file, String token) implements Serializable {
    /** Enough for two drivers never to draw the same. */
    private static final int TOKEN_BYTES = 16;

    private static final int MAX_READ = 200;

    /**
     * What an executor saw.
     *
     * @param shared whether it read the driver's token and could write a file of its own
     * @param saw a sentence for a person
     */
    public record Answer(String host, boolean shared, String saw) implements Serializable {}

    /**
     * Writes the probe; on the driver.
     *
     * @throws CheckpointException when the folder cannot be made or written to
     */
    public static FolderProbe writeProbe(String folder) throws CheckpointException {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        String token = HexFormat.of().formatHex(random);
        Path file = new Path(folder, "_probe-" + token);
        try {
            FileSystem files = HadoopFiles.of(file, HadoopFiles.configuration());
            files.mkdirs(file.getParent());
            write(files, file, token);
            return new FolderProbe(folder, files.makeQualified(file).toString(), token);
        } catch (IOException | FSError | RuntimeException e) {
            throw WriteProblem.explain("Checkpoint folder " + folder + " cannot be written to", folder, e);
        }
    }

    /**
     * Reads the probe back and tries to write beside it; on an executor. Never throws.
     *
     * @param host this executor's host name, for the answer
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
                    WriteProblem.explain(file + " cannot be read", folder, e).getMessage());
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
                    WriteProblem.explain("reads " + folder + " but cannot write to it", folder, e)
                            .getMessage());
        }
    }

    /** Deletes the probe; on the driver. */
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
