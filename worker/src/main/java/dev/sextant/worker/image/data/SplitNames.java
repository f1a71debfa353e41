package dev.sextant.worker.image.data;

/** Name of an image from which {@link ValidationSplit} decides whether the image validates. */
public enum SplitNames {
    /** Path as it is listed. If the label file gives URIs, the split changes when the images are moved. */
    LISTED_PATHS,
    /** {@link ImageFile#relativePath}: the split stays the same when the images are moved. */
    RELATIVE_PATHS;

    String of(ImageFile file) {
        return this == LISTED_PATHS ? file.path() : file.relativePath();
    }
}
