package dev.sextant.worker.image;

import dev.sextant.common.trainer.TrainingFailure;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The features of a folder under a frozen backbone: computed once a host, kept in a file named after all that they depend
 * on, and in memory for all runs of this process. Safe for use by many threads and processes.
 */
final class FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureStore.class);
    private static final int BATCH = 32;
    private static final SharedStore<Path, Features> SHARED =
            new SharedStore<>(Runtime.getRuntime().maxMemory() / 4, Features::bytes);

    private FeatureStore() {}

    /**
     * What features depend on.
     *
     * @param decoder with the channels that the backbone takes
     * @param threads that decode when there is something to decode
     */
    record Request(
            ImageFolder folder, Backbone backbone, ImageDecoder decoder, Preprocessing preprocessing, int threads) {
        private String key() {
            String everything = String.join(
                    "\n",
                    folder.fingerprint(),
                    backbone.sha256(),
                    decoder.toString(),
                    preprocessing.toString(),
                    NativeHelpers.inUse());
            return Digests.sha256(everything.getBytes(StandardCharsets.UTF_8));
        }
    }

    /** @param cache the host's cache folder */
    static Features features(Request request, Path cache)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Path folder = Files.createDirectories(cache.toAbsolutePath().resolve("features"));
        Path file = folder.resolve(request.key() + ".features");
        return SHARED.get(file, () -> load(request, file));
    }

    private static Features load(Request request, Path file)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        Optional<Features> kept = read(file);
        if (kept.isPresent()) {
            return kept.get();
        }
        // Several executors of one host want the same file at once: one computes, the others wait and read.
        Path lock = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock held = channel.lock()) {
            LOG.debug("Holding {} for {}", held, file);
            kept = read(file);
            if (kept.isPresent()) {
                return kept.get();
            }
            Features computed = compute(request);
            FeatureFile.write(file, computed);
            return computed;
        } catch (java.nio.channels.FileLockInterruptionException e) {
            throw (InterruptedException) new InterruptedException("Interrupted waiting for " + file).initCause(e);
        }
    }

    private static Optional<Features> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Optional<Features> features = FeatureFile.read(file);
        if (features.isEmpty()) {
            LOG.warn("The feature file {} is damaged; its features are computed again", file);
        }
        return features;
    }

    private static Features compute(Request request)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        long begin = System.nanoTime();
        Pixels pixels = PixelStore.pixels(request.folder(), request.decoder(), request.threads());
        Backbone.Network network = request.backbone().open();
        float[][] rows = new float[pixels.planes().length][];
        int[] readable = IntStream.range(0, rows.length)
                .filter(file -> pixels.planes()[file] != null)
                .toArray();
        int width = 0;
        for (int start = 0; start < readable.length; start += BATCH) {
            if (Thread.interrupted()) {
                throw new InterruptedException("Interrupted computing features");
            }
            int[] batch = java.util.Arrays.copyOfRange(readable, start, Math.min(readable.length, start + BATCH));
            try (INDArray inputs = request.preprocessing().apply(pixels, batch);
                    INDArray outputs = network.features(inputs)) {
                float[][] values = outputs.toFloatMatrix();
                for (int i = 0; i < batch.length; i++) {
                    rows[batch[i]] = values[i];
                }
                width = values[0].length;
            }
        }
        LOG.info(
                "Computed {} features each of {} images with {} in {} s",
                width,
                readable.length,
                request.backbone().uri(),
                (System.nanoTime() - begin) / 1_000_000_000);
        return new Features(width, rows, pixels.skipped());
    }
}
