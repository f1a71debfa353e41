package dev.sextant.coordinator.spark;

import java.io.IOException;
import java.nio.file.Path;

/** A process that uses a {@link WorkFolder}, as an executor does. */
final class LockedFile {
    private LockedFile() {}

    /** Returns a process that holds the lock of an executor until it is destroyed. */
    static Process holdInAnotherProcess(Path inUse) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        LockedFile.class.getName(),
                        inUse.getParent().toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        if (process.getInputStream().read() != '!') {
            throw new IOException("The process ended before it held the lock of " + inUse);
        }
        return process;
    }

    public static void main(String[] arguments) throws IOException {
        WorkFolder.join(Path.of(arguments[0]));
        System.out.write('!');
        System.out.flush();
        while (System.in.read() >= 0) { // until the test ends
        }
    }
}
