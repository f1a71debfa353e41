package dev.sextant.worker.image.data;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.read.ImageContent;
import dev.sextant.worker.image.read.UnreadableImage;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * Outcome of decoding a study's images, or as many as time allows.
 *
 * @param files number of images that are listed
 * @param read number of images that were read, spread over the list
 * @param unreadable those that cannot be decoded, each with the reason
 */
public record ImageReading(int files, int read, List<String> unreadable) {
    private static final double GOLDEN_RATIO = (Math.sqrt(5) - 1) / 2;

    /** Copies the list. */
    public ImageReading {
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Decodes the images.
     *
     * @param settings settings of a study's trainer; absent ones have their defaults
     * @param limit time after which no further image is read; at least one is
     * @throws UnusableData if the data cannot be used
     */
    public static ImageReading of(Map<String, ?> settings, Duration limit) throws UnusableData {
        DataSettings data = DataSettings.of(Settings.withDefaults(DataSettings.DECLARED, settings));
        List<ImageFile> files = ImageFolder.list(data).files();
        List<String> unreadable = new ArrayList<>();
        long start = System.nanoTime();
        int step = spread(files.size());
        int read = 0;
        do {
            ImageFile file = files.get((int) ((long) read * step % files.size()));
            problem(file, data.maxPixels()).ifPresent(unreadable::add);
            read++;
        } while (read < files.size() && System.nanoTime() - start < limit.toNanos());
        return new ImageReading(files.size(), read, unreadable);
    }

    private static Optional<String> problem(ImageFile file, long maxPixels) {
        Configuration configuration = HadoopFiles.configuration();
        try {
            new ImageContent(ImageFolder.read(configuration, file)).image(maxPixels);
            return Optional.empty();
        } catch (UnreadableImage | IOException e) {
            return Optional.of(file.path() + " " + e.getMessage());
        }
    }

    /** Returns a step by which a walk around a list visits each element once, far from those visited before. */
    private static int spread(int size) {
        int step = Math.max(1, (int) (GOLDEN_RATIO * size));
        while (gcd(step, size) != 1) {
            step++;
        }
        return step;
    }

    private static int gcd(int one, int other) {
        return other == 0 ? one : gcd(other, one % other);
    }
}
