package dev.sextant.worker.image.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What is special about a data folder on a local disk: symbolic links, and names that depend on the locale. */
final class LocalDisk {
    private static final String ENCODING = System.getProperty("sun.jnu.encoding", "");
    private static final int FIRST_BEYOND_ASCII = 128;
    private static final boolean READS_ALL_NAMES = ENCODING.equals("UTF-8");

    /** The real path of the data folder; empty if it is not on a local disk. */
    private final Optional<Path> root;

    LocalDisk(org.apache.hadoop.fs.Path root) throws IOException {
        Optional<Path> local = local(root);
        this.root = local.isPresent() ? Optional.of(local.get().toRealPath()) : Optional.empty();
    }

    private static Optional<Path> local(org.apache.hadoop.fs.Path path) {
        return "file".equals(path.toUri().getScheme())
                ? Optional.of(Path.of(path.toUri().getPath()))
                : Optional.empty();
    }

    /** Tells whether a path is a link to something in the data folder, or to a folder that the data folder is in. */
    boolean leadsInside(org.apache.hadoop.fs.Path path) throws IOException {
        Optional<Path> target = target(path);
        return target.isPresent()
                && (target.get().startsWith(root.orElseThrow())
                        || root.orElseThrow().startsWith(target.get()));
    }

    /** Returns the real path that a link leads to; empty if the path is no link. */
    private Optional<Path> target(org.apache.hadoop.fs.Path path) throws IOException {
        if (root.isEmpty()) {
            return Optional.empty();
        }
        Path local = local(path).orElseThrow();
        return Files.isSymbolicLink(local) ? Optional.of(local.toRealPath()) : Optional.empty();
    }

    /**
     * Checks that Java can read the names in a folder: in other locales than those of UTF-8 it leaves out or misreads those
     * with letters beyond ASCII.
     *
     * @throws IOException if not
     */
    void checkNames(org.apache.hadoop.fs.Path folder) throws IOException {
        if (READS_ALL_NAMES || root.isEmpty()) {
            return;
        }
        String[] names = local(folder).orElseThrow().toFile().list();
        for (String name : names == null ? new String[0] : names) {
            if (!name.chars().allMatch(letter -> letter < FIRST_BEYOND_ASCII)) {
                throw new IOException(
                        "the name " + name + " has letters beyond ASCII, which Java cannot read in this locale"
                                + " (encoding " + ENCODING + "); set LC_ALL=C.UTF-8 for the driver and the executors");
            }
        }
    }

    /** Begins to list a folder and what is below it. */
    Visit visit(org.apache.hadoop.fs.Path folder) throws IOException {
        Visit visit = new Visit();
        if (root.isPresent()) {
            visit.seen.add(local(folder).orElseThrow().toRealPath());
        }
        return visit;
    }

    /** What was seen below one folder. */
    final class Visit {
        private final Set<Path> seen = new HashSet<>();

        /**
         * Tells whether an entry is to be listed: it is no link, or leads out of the data folder to what no other link led
         * to.
         */
        boolean isNew(org.apache.hadoop.fs.Path entry) throws IOException {
            Optional<Path> target = target(entry);
            return target.isEmpty() || (!leadsInside(entry) && seen.add(target.get()) && leadsToNoLoop(target.get()));
        }

        /** A folder outside may hold a link back to itself or to a folder above. */
        private boolean leadsToNoLoop(Path target) {
            return seen.stream().noneMatch(other -> !other.equals(target) && other.startsWith(target));
        }
    }
}
