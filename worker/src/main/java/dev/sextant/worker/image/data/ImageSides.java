package dev.sextant.worker.image.data;

import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.read.ImageContent;
import dev.sextant.worker.image.read.UnreadableImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/**
 * Size of a study's images, from a sample: the lengths of their shorter sides as the files give them. No image is
 * decoded.
 *
 * @param lengths shorter sides of the readable files of the sample, pixels, ascending
 * @param unreadable files of the sample that are no images, each with the reason
 */
public record ImageSides(List<Integer> lengths, List<String> unreadable) {
    /** Copies the lists. */
    public ImageSides {
        lengths = List.copyOf(lengths);
        unreadable = List.copyOf(unreadable);
    }

    /**
     * Reads a sample that is spread evenly over the list of images.
     *
     * @param settings settings of a study's trainer; absent ones have their defaults
     * @param count largest number of files to read, at least 1
     * @throws UnusableData if the data cannot be used
     */
    public static ImageSides of(Map<String, ?> settings, int count) throws UnusableData, IOException {
        List<ImageFile> files = ImageFolder.list(
                        DataSettings.of(Settings.withDefaults(DataSettings.DECLARED, settings)))
                .files();
        Configuration configuration = HadoopFiles.configuration();
        List<Integer> lengths = new ArrayList<>();
        List<String> unreadable = new ArrayList<>();
        int sampled = Math.min(count, files.size());
        for (int i = 0; i < sampled; i++) {
            ImageFile file = files.get((int) ((long) i * files.size() / sampled));
            try {
                lengths.add(new ImageContent(ImageFolder.read(configuration, file)).shorterSide());
            } catch (UnreadableImage e) {
                unreadable.add(file.path() + " " + e.getMessage());
            }
        }
        Collections.sort(lengths);
        return new ImageSides(lengths, unreadable);
    }

    /** Returns the number of files in the sample. */
    public int sampled() {
        return lengths.size() + unreadable.size();
    }

    /** Returns the median of the lengths, pixels. */
    public int median() {
        return lengths.get(lengths.size() / 2);
    }
}
