package dev.sextant.worker.image.input;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.study.FailureKind;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.checkpoint.HadoopFiles;
import dev.sextant.worker.image.data.ImageFile;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SharedStore;
import dev.sextant.worker.image.data.SkippedImage;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.read.Channels;
import dev.sextant.worker.image.read.DecodedImage;
import dev.sextant.worker.image.read.ImageDecoder;
import dev.sextant.worker.image.read.UnreadableImage;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.conf.Configuration;

/**
 * Decodes folders of images in parallel and shares them among the runs of this process. Safe for use by many threads.
 */
public final class PixelStore {
    private static final String READING = "reading images";

    /** Bounded by a quarter of the heap: trials of a study share one folder in one or a few sizes. */
    private static final SharedStore<Key, Pixels> SHARED =
            new SharedStore<>(Runtime.getRuntime().maxMemory() / 4, Pixels::bytes);

    private PixelStore() {}

    private record Key(String fingerprint, ImageDecoder decoder) {}

    private record Decoded(Optional<DecodedImage> image, String reason) {}

    /**
     * Returns the pixels of all readable images.
     *
     * @param threads number of decoding threads
     * @throws TrainingFailure when the images need more than half of the heap
     */
    public static Pixels pixels(ImageFolder folder, ImageDecoder decoder, int threads)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        return SHARED.get(new Key(folder.fingerprint(), decoder), () -> decode(folder, decoder, threads));
    }

    private static Pixels decode(ImageFolder folder, ImageDecoder decoder, int threads)
            throws IOException, TrainingFailure, InterruptedException {
        checkMemory(folder, decoder);
        Configuration configuration = HadoopFiles.configuration();
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "image-decoder");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<Decoded>> pending = new ArrayList<>();
            for (ImageFile file : folder.files()) {
                pending.add(pool.submit(() -> decode(configuration, file, decoder)));
            }
            return collect(folder, decoder.size(), pending);
        } finally {
            pool.shutdownNow();
        }
    }

    private static Pixels collect(ImageFolder folder, int size, List<Future<Decoded>> pending)
            throws IOException, InterruptedException {
        DecodedImage[] images = new DecodedImage[pending.size()];
        List<SkippedImage> skipped = new ArrayList<>();
        for (int file = 0; file < images.length; file++) {
            WorkProgress.report(READING, file, images.length);
            Decoded decoded = await(pending.get(file));
            if (decoded.image().isPresent()) {
                images[file] = decoded.image().get();
            } else {
                skipped.add(new SkippedImage(file, folder.files().get(file).path(), decoded.reason()));
            }
        }
        WorkProgress.report(READING, images.length, images.length);
        int channels = Arrays.stream(images)
                .filter(Objects::nonNull)
                .mapToInt(DecodedImage::channels)
                .max()
                .orElse(1);
        byte[][] planes = new byte[images.length][];
        for (int file = 0; file < images.length; file++) {
            if (images[file] != null) {
                planes[file] = (channels == 3 ? images[file].inColor() : images[file]).planes();
                images[file] = null;
            }
        }
        return new Pixels(size, channels, planes, List.copyOf(skipped));
    }

    private static Decoded decode(Configuration configuration, ImageFile file, ImageDecoder decoder)
            throws IOException {
        // An uncompressed 16-bit pixel with transparency takes eight bytes.
        long maxBytes = 8 * decoder.maxPixels();
        if (file.bytes() > maxBytes) {
            return new Decoded(
                    Optional.empty(),
                    "has " + file.bytes() + " bytes, more than an image of max_megapixels can have (" + maxBytes + ")");
        }
        try {
            return new Decoded(Optional.of(decoder.decode(ImageFolder.read(configuration, file))), "");
        } catch (UnreadableImage e) {
            return new Decoded(Optional.empty(), e.getMessage());
        }
    }

    private static Decoded await(Future<Decoded> pending) throws IOException, InterruptedException {
        try {
            return pending.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw new IOException("Cannot read images: " + e.getCause().getMessage(), e.getCause());
        }
    }

    private static void checkMemory(ImageFolder folder, ImageDecoder decoder) throws TrainingFailure {
        int channels = decoder.channels() == Channels.GRAY ? 1 : 3;
        long needed = (long) folder.files().size() * decoder.size() * decoder.size() * channels;
        long maxBytes = Runtime.getRuntime().maxMemory() / 2;
        if (needed > maxBytes) {
            throw new TrainingFailure(
                    FailureKind.OUT_OF_MEMORY,
                    String.format(
                            Locale.ROOT,
                            "image_size %d: %d images need %d MB as bytes, more than half the executor's heap (%d MB); "
                                    + "lower image_size or give executors more memory",
                            decoder.size(),
                            folder.files().size(),
                            needed >> 20,
                            maxBytes >> 20));
        }
    }
}
