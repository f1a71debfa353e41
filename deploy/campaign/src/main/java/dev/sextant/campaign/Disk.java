package dev.sextant.campaign;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system of its own below a folder, which can be filled and made read-only. Only root can mount one. */
final class Disk {
    private static final int MEGABYTES = 256;
    private static final int CHUNK = 1 << 20;

    private final Path folder;
    private final boolean mounted;

    Disk(Path folder) throws IOException, InterruptedException {
        this.folder = Files.createDirectories(folder);
        this.mounted = succeeds(
                "mount", "-t", "tmpfs", "-o", "mode=700,size=" + MEGABYTES + "m", "campaign", folder.toString());
    }

    /** Takes all free space. */
    Path fill() throws IOException, SkippedException {
        requireMount();
        Path filler = folder.resolve("filler");
        try (OutputStream out = Files.newOutputStream(filler)) {
            byte[] chunk = new byte[CHUNK];
            while (true) {
                out.write(chunk);
            }
        } catch (IOException e) {
            return filler; // that was the last free byte
        }
    }

    void makeReadOnly() throws IOException, InterruptedException, SkippedException {
        requireMount();
        if (!succeeds("mount", "-o", "remount,ro", folder.toString())) {
            throw new SkippedException("a file was being written at that moment");
        }
    }

    void makeWritable() throws IOException, InterruptedException {
        if (!succeeds("mount", "-o", "remount,rw", folder.toString())) {
            throw new CampaignException(folder + " cannot be made writable again");
        }
    }

    private void requireMount() throws SkippedException {
        if (!mounted) {
            throw new SkippedException("only root can mount a file system");
        }
    }

    void unmount() throws IOException, InterruptedException {
        if (mounted) {
            succeeds("umount", "-l", folder.toString());
        }
    }

    private static boolean succeeds(String... command) throws IOException, InterruptedException {
        try {
            return new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false; // there is no such command
        }
    }
}
