package dev.sextant.worker.image.data;

/**
 * One file among the images; whether it is an image is not known yet.
 *
 * @param root the address that the path is relative to, without a slash at its end; empty for a path that is an address
 * @param path with slashes, e.g. {@code coat/017.png}
 * @param label the index of its class
 * @param part what the data says it is for
 * @param bytes its length
 * @param modified its time stamp, milliseconds since 1970
 */
public record ImageFile(String root, String path, int label, DataSplit part, long bytes, long modified) {
    /** Where it lies, with scheme. */
    public String address() {
        return root.isEmpty() ? path : root + "/" + path;
    }
}
