package dev.sextant.benchmarks.images;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import dev.sextant.common.trainer.Settings;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.augment.Augmenter;
import dev.sextant.worker.image.augment.RandomStream;
import dev.sextant.worker.image.data.DataSettings;
import dev.sextant.worker.image.data.ImageFile;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.input.SizeSchedule;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingBatches;
import dev.sextant.worker.image.input.TrainingImages;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.ImageContent;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.Resize;
import dev.sextant.worker.image.read.UnreadableImage;
import dev.sextant.worker.image.train.ClassifierSettings;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;

/** Measures how many images per second each stage of the worker processes. Used by one thread. */
public final class StageRates {
    private static final int BATCH = 32;
    private static final long SEED = 1;
    private static final double NANOS = 1e9;
    private static final long MOST_PIXELS = 1_000_000_000;

    private final Path data;
    private final int size;
    private final List<byte[]> contents;
    private final double pixels;

    /**
     * A measured rate.
     *
     * @param perSecond images per second
     * @param perCpuSecond images per second of processor time of this process, which other processes hardly affect
     * @param bytesAllocated bytes allocated on the heap per image
     */
    public record Rate(double perSecond, double perCpuSecond, double bytesAllocated) {}

    private StageRates(Path data, int size, List<byte[]> contents, double pixels) {
        this.data = data;
        this.size = size;
        this.contents = contents;
        this.pixels = pixels;
    }

    /** Reads the files into memory, so that the disk is not measured. */
    public static StageRates of(Path data, int size) throws Exception {
        ImageFolder folder = ImageFolder.list(DataSettings.of(settings(data, Map.of())));
        List<byte[]> contents = new ArrayList<>();
        double pixels = 0;
        for (ImageFile file : folder.files()) {
            byte[] content = ImageFolder.read(new Configuration(), file);
            try {
                var image = new ImageContent(content).image(MOST_PIXELS);
                pixels += (double) image.getWidth() * image.getHeight();
                contents.add(content);
            } catch (UnreadableImage e) {
                System.err.println(file.path() + " " + e.getMessage());
            }
        }
        return new StageRates(data, size, contents, pixels / contents.size());
    }

    public int images() {
        return contents.size();
    }

    /** Mean size of a file in bytes. */
    public double meanBytes() {
        return contents.stream().mapToInt(content -> content.length).average().orElse(0);
    }

    /** Mean number of pixels of an image. */
    public double meanPixels() {
        return pixels;
    }

    /** Decodes files and scales the images. */
    public Rate decode(int threads, double seconds) throws Exception {
        ImageDecoder decoder = decoder();
        return measure(threads, seconds, () -> image -> decoder.decode(contents.get(image % contents.size())));
    }

    /** Augments scaled images and normalizes them for the network. */
    public Rate augment(String policy, int threads, double seconds) throws Exception {
        ImageDecoder decoder = decoder();
        List<byte[]> decoded = new ArrayList<>();
        for (byte[] content : contents) {
            decoded.add(decoder.decode(content).planes());
        }
        return measure(threads, seconds, () -> {
            Input input = new Input(policy);
            return image -> input.make(decoded.get(image % decoded.size()), image);
        });
    }

    /** Decodes, augments and normalizes. */
    public Rate decodeAndAugment(String policy, int threads, double seconds) throws Exception {
        ImageDecoder decoder = decoder();
        return measure(threads, seconds, () -> {
            Input input = new Input(policy);
            return image -> input.make(
                    decoder.decode(contents.get(image % contents.size())).planes(), image);
        });
    }

    /** Makes batches as a training loop does. Allocations of other threads than the calling one are not counted. */
    public Rate batches(String policy, int threads, double seconds) throws Exception {
        Settings settings = settings(data, Map.of("augmentation", policy));
        ImageFolder folder = ImageFolder.list(DataSettings.of(settings));
        TrainingImages images = TrainingImages.of(new TrainingImages.Source(
                folder,
                decoder(),
                Preprocessing.named("imagenet"),
                SizeSchedule.of(settings, size),
                AugmentationSettings.of(settings, 0),
                SEED,
                threads));
        int[] readable = IntStream.range(0, folder.files().size())
                .filter(file -> images.pixels().planes()[file] != null)
                .toArray();
        int[][] batches = new int[readable.length / BATCH][];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = Arrays.copyOfRange(readable, batch * BATCH, (batch + 1) * BATCH);
        }
        return measure(
                1,
                seconds,
                () -> {
                    int[] epoch = {0};
                    return image -> {
                        try (TrainingBatches training = images.training(++epoch[0], batches, Targets.NONE)) {
                            for (int batch = 0; batch < batches.length; batch++) {
                                training.next().close();
                            }
                        }
                    };
                },
                batches.length * BATCH);
    }

    /** The work arrays of a thread. */
    private final class Input {
        private final Augmenter augmenter;
        private final Preprocessing.SampleTransform preprocessing =
                Preprocessing.named("imagenet").samples(3);
        private final float[] input = new float[3 * size * size];

        Input(String policy) {
            augmenter = AugmentationSettings.of(settings(data, Map.of("augmentation", policy)), 0)
                    .augmenter();
        }

        void make(byte[] planes, int image) {
            augmenter.augment(RandomStream.of(SEED, 1, image), planes, size, 3, input, 0);
            preprocessing.apply(input, 0, size * size);
        }
    }

    /** Processes one image. */
    private interface Work {
        void on(int image) throws Exception;
    }

    /** Makes the work of one thread. */
    private interface Worker {
        Work begin();
    }

    private static Rate measure(int threads, double seconds, Worker worker) throws Exception {
        return measure(threads, seconds, worker, 1);
    }

    private static Rate measure(int threads, double seconds, Worker worker, int imagesEach) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long cpuBefore = system.getProcessCpuTime();
        try {
            List<Future<OfThread>> running = new ArrayList<>();
            for (int thread = 0; thread < threads; thread++) {
                int number = thread;
                running.add(pool.submit(() -> measure(number, threads, seconds, worker.begin())));
            }
            double perSecond = 0;
            double bytes = 0;
            double images = 0;
            for (Future<OfThread> one : running) {
                perSecond += one.get().done() / one.get().seconds() * imagesEach;
                images += one.get().done() * (double) imagesEach;
                bytes = (double) one.get().bytes() / one.get().done() / imagesEach;
            }
            return new Rate(perSecond, images * NANOS / (system.getProcessCpuTime() - cpuBefore), bytes);
        } finally {
            pool.shutdown();
        }
    }

    /** The result of one thread. */
    private record OfThread(long done, double seconds, long bytes) {}

    private static OfThread measure(int first, int step, double seconds, Work work) throws Exception {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long before = threads.getCurrentThreadAllocatedBytes();
        long begin = System.nanoTime();
        long done = 0;
        for (int image = first; System.nanoTime() - begin < seconds * NANOS; image += step) {
            work.on(image);
            done++;
        }
        double took = (System.nanoTime() - begin) / NANOS;
        return new OfThread(done, took, threads.getCurrentThreadAllocatedBytes() - before);
    }

    private ImageDecoder decoder() {
        return new ImageDecoder(size, Channels.COLOR, Resize.CROP, MOST_PIXELS);
    }

    private static Settings settings(Path data, Map<String, Object> given) {
        Map<String, Object> all = new TreeMap<>(given);
        all.put("data", data.toString());
        return Settings.withDefaults(ClassifierSettings.DECLARED, all);
    }
}
