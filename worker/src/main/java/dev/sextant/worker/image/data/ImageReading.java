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
 * @param unreadable those that cannot be decoded
 * @param maxUnreadable largest share of them with which trials train
 */
public record ImageReading(int files, int read, List<SkippedImage> unreadable, double maxUnreadable) {
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
     * @throws UnusableData if the data cannot be used, or all images were read and too many are unreadable
     */
    public static ImageReading of(Map<String, ?> settings, Duration limit) throws UnusableData {
        DataSettings data = DataSettings.of(Settings.withDefaults(DataSettings.DECLARED, settings));
        ImageFolder folder = ImageFolder.list(data);
        List<ImageFile> files = folder.files();
        List<SkippedImage> unreadable = new ArrayList<>();
        long start = System.nanoTime();
        int step = spread(files.size());
        int read = 0;
        do {
            int index = (int) ((long) read * step % files.size());
            ImageFile file = files.get(index);
            problem(file, data.maxPixels())
                    .ifPresent(reason -> unreadable.add(new SkippedImage(index, file.path(), reason)));
            read++;
        } while (read < files.size() && System.nanoTime() - start < limit.toNanos());
        if (read == files.size()) {
            SkippedImages.check(folder, unreadable, data.maxUnreadable());
        }
        return new ImageReading(files.size(), read, unreadable, data.maxUnreadable());
    }

    /** Returns whether trials would refuse the data, if the images that were not read are like the others. */
    public boolean hasTooManyUnreadable() {
        return unreadable.size() > maxUnreadable * read;
    }

    private static Optional<String> problem(ImageFile file, long maxPixels) {
        Configuration configuration = HadoopFiles.configuration();
        try {
            new ImageContent(ImageFolder.read(configuration, file)).image(maxPixels);
            return Optional.empty();
        } catch (UnreadableImage | IOException e) {
            return Optional.of(String.valueOf(e.getMessage()));
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
