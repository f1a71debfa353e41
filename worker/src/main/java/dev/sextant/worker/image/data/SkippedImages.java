package dev.sextant.worker.image.data;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The rule for files that cannot be read as images: named once in the log and left out, unless they are too many. */
public final class SkippedImages {
    private static final Logger LOG = LoggerFactory.getLogger(SkippedImages.class);
    private static final int NAMED = 10;
    private static final Set<String> TOLD = ConcurrentHashMap.newKeySet();

    private SkippedImages() {}

    /**
     * Applies the rule.
     *
     * @param tolerated largest share of all files that may be skipped, 0 to 1
     * @throws UnusableData when more are unreadable, or a class is left with fewer than two images
     */
    public static void check(ImageFolder folder, List<SkippedImage> skipped, double tolerated) throws UnusableData {
        if (skipped.isEmpty()) {
            return;
        }
        if (TOLD.add(folder.fingerprint())) {
            LOG.warn(
                    "{} of {} files in {} are left out: {}",
                    skipped.size(),
                    folder.files().size(),
                    folder.uri(),
                    names(skipped));
        }
        if (skipped.size() > tolerated * folder.files().size()) {
            throw new UnusableData(
                    "data",
                    String.format(
                            Locale.ROOT,
                            "(%s) has %d unreadable files of %d, more than max_unreadable (%s) allows: %s; "
                                    + "mend or remove them",
                            folder.uri(),
                            skipped.size(),
                            folder.files().size(),
                            tolerated,
                            names(skipped)));
        }
        folder.checkClasses(
                skipped.stream().map(SkippedImage::file).collect(Collectors.toSet()),
                "; unreadable: " + names(skipped));
    }

    private static String names(List<SkippedImage> skipped) {
        return skipped.stream().limit(NAMED).map(SkippedImage::toString).collect(Collectors.joining("; "))
                + (skipped.size() > NAMED ? " and " + (skipped.size() - NAMED) + " more" : "");
    }
}
