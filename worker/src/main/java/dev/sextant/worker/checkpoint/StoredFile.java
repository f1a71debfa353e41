package dev.sextant.worker.checkpoint;

import org.apache.hadoop.fs.Path;

/**
 * A file that Sextant wrote into a study's checkpoint folder.
 *
 * @param uri Hadoop path of the file
 * @param bytes length of the file
 */
public record StoredFile(String uri, long bytes) {
    /** Returns the name below the study's folder, by which file and row belong together wherever the folder is. */
    public String name() {
        return name(uri);
    }

    /** Returns the name of a checkpoint's file below the study's folder, from its URI. */
    public static String name(String uri) {
        Path path = new Path(uri);
        return path.getParent().getName() + "/" + path.getName();
    }
}
