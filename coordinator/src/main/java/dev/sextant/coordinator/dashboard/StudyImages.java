package dev.sextant.coordinator.dashboard;

import dev.sextant.common.time.MonotonicClock;
import dev.sextant.common.trainer.Settings;
import dev.sextant.coordinator.model.TrialModel;
import dev.sextant.sql.row.StudyRow;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ImageFile;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.Thumbnails;
import dev.sextant.worker.image.data.UnusableData;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Small pictures of the images that studies train on. A path is looked up among the files that the study's data lists, never
 * resolved, so no other file can be asked for. Safe for use by many threads.
 */
final class StudyImages {
    private static final Logger LOG = LoggerFactory.getLogger(StudyImages.class);
    private static final int SIDE = 176;
    private static final Duration LISTING_AGE = Duration.ofMinutes(5);

    /** Decoding takes memory and a processor. */
    private final Semaphore decoders = new Semaphore(2, true);
    /** The study that was asked for last; null before the first question. */
    private Listing latest;

    private record Listing(long study, Duration at, Thumbnails thumbnails, Map<String, String> addresses) {
        boolean isOf(StudyRow row) {
            return study == row.id() && MonotonicClock.SYSTEM.now().minus(at).compareTo(LISTING_AGE) < 0;
        }
    }

    /**
     * Returns an image as a JPEG.
     *
     * @param path path relative to the study's data
     * @return empty if the study has no such image, or it cannot be read here
     */
    Optional<byte[]> picture(StudyRow study, String path) {
        if (!TrialModel.isOf(study.spec())) {
            return Optional.empty();
        }
        Listing listing = listing(study);
        String address = listing.addresses().get(path);
        if (address == null) {
            return Optional.empty();
        }
        decoders.acquireUninterruptibly();
        try {
            return listing.thumbnails().jpeg(address);
        } finally {
            decoders.release();
        }
    }

    private synchronized Listing listing(StudyRow study) {
        if (latest == null || !latest.isOf(study)) {
            DataSettings settings = DataSettings.of(Settings.withDefaults(
                    DataSettings.DECLARED, study.spec().trainer().settings()));
            latest = new Listing(
                    study.id(),
                    MonotonicClock.SYSTEM.now(),
                    new Thumbnails(SIDE, settings.maxPixels()),
                    addresses(settings));
        }
        return latest;
    }

    private static Map<String, String> addresses(DataSettings settings) {
        try {
            return ImageFolder.list(settings).files().stream()
                    .collect(Collectors.toMap(ImageFile::path, ImageFile::address, (one, other) -> one));
        } catch (UnusableData e) {
            LOG.debug("The images of a study are not readable here", e);
            return Map.of();
        }
    }
}
