package dev.sextant.worker.image.data;

/**
 * File that is listed as an image; whether it can be decoded is not known yet.
 *
 * @param root URI that the path is relative to, without a slash at its end; empty if the path is a URI itself
 * @param path path with slashes, e.g. {@code coat/017.png}
 * @param relativePath the path; if that is a URI, its part below the deepest folder that holds all images listed by URIs,
 *     so that it stays the same when this folder is moved
 * @param label index of its class
 * @param part part that the data assigns it to
 * @param bytes length of the file
 * @param modified time of the last change, milliseconds since 1970
 */
public record ImageFile(
        String root, String path, String relativePath, int label, DataSplit part, long bytes, long modified) {
    /** Returns the file's URI. */
    public String address() {
        return root.isEmpty() ? path : root + "/" + path;
    }
}
