package dev.sextant.worker.image.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Check of the files that cannot be read as images: they are logged once and left out, unless they are too many. */
public final class SkippedImages {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedImages.class);
    private static final int MAX_NAMED = 10;

    /** Fingerprints of the data whose skipped files are in the log already. */
    private static final Set<String> LOGGED = ConcurrentHashMap.newKeySet();

    private SkippedImages() {}

    /**
     * Logs the skipped files and checks that enough images are left.
     *
     * @param maxShare largest share of all files that may be skipped, 0 to 1
     * @throws UnusableData if more are skipped, or a class is left with too few images
     */
    public static void check(ImageFolder folder, List<SkippedImage> skipped, double maxShare) throws UnusableData {
        if (skipped.isEmpty()) {
            return;
        }
        if (LOGGED.add(folder.fingerprint())) {
            LOG.warn(
                    "Skipping {} of {} files in {}: {}",
                    skipped.size(),
                    folder.files().size(),
                    folder.uri(),
                    names(skipped));
        }
        if (skipped.size() > maxShare * folder.files().size()) {
            throw new UnusableData(
                    "data",
                    String.format(
                            Locale.ROOT,
                            "(%s) has %d unreadable files of %d, more than max_unreadable (%s) allows: %s; "
                                    + "repair or remove them",
                            folder.uri(),
                            skipped.size(),
                            folder.files().size(),
                            maxShare,
                            names(skipped)));
        }
        folder.checkClasses(
                skipped.stream().map(SkippedImage::file).collect(Collectors.toSet()),
                "; unreadable: " + names(skipped));
    }

    private static String names(List<SkippedImage> skipped) {
        return skipped.stream().limit(MAX_NAMED).map(SkippedImage::toString).collect(Collectors.joining("; "))
                + (skipped.size() > MAX_NAMED ? " and " + (skipped.size() - MAX_NAMED) + " more" : "");
    }
}
