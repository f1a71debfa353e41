package dev.sextant.worker.image.feature;

import dev.sextant.common.files.Sha256;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.data.ImageFolder;
import dev.sextant.worker.image.data.SharedStore;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.AugmentedPixels;
import dev.sextant.worker.image.input.BatchFeed;
import dev.sextant.worker.image.input.Examples;
import dev.sextant.worker.image.input.PixelExamples;
import dev.sextant.worker.image.input.PixelStore;
import dev.sextant.worker.image.input.Pixels;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.input.Targets;
import dev.sextant.worker.image.input.TrainingBatch;
import dev.sextant.worker.image.input.TrainingBatches;
import dev.sextant.worker.image.read.ImageDecoder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a frozen network makes of a folder's images: computed once a host, kept in a file named after all that it depends on,
 * and shared by all runs of this process. Damaged files are noticed and made anew. Safe for use by many threads and
 * processes.
 */
public final class FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureStore.class);
    private static final int BATCH = 32;

    /** Of the views, which all trials share. */
    private static final long VIEW_SEED = 0;

    private static final SharedStore<Path, Features> SHARED = new SharedStore<>(
            Runtime.getRuntime().maxMemory() / 4, features -> features.values().heapBytes());

    private FeatureStore() {}

    /**
     * What features depend on.
     *
     * @param decoder with the channels that the backbone takes
     * @param folded whether the backbone's batch norm is merged into its convolutions
     * @param vertex whose activations are wanted; empty for the output
     * @param view empty for the images as they are
     * @param threads that decode when there is something to decode
     */
    public record Request(
            ImageFolder folder,
            Backbone backbone,
            ImageDecoder decoder,
            Preprocessing preprocessing,
            boolean folded,
            Optional<String> vertex,
            Optional<View> view,
            int threads) {
        /** The same of an augmented view. */
        public Request of(View other) {
            return new Request(folder, backbone, decoder, preprocessing, folded, vertex, Optional.of(other), threads);
        }

        private String key() throws UnusableData {
            String everything = String.join(
                    "\n",
                    folder.fingerprint(),
                    backbone.sha256(),
                    decoder.toString(),
                    preprocessing.toString(),
                    folded ? "folded" : "as it is",
                    vertex.isPresent() ? vertex.get() : backbone.output(),
                    view.map(View::key).orElse(""),
                    NativeHelpers.inUse());
            return Sha256.of(everything);
        }
    }

    /**
     * One of the augmented images that are kept, the same for all trials.
     *
     * @param number from 1
     */
    public record View(AugmentationSettings augmentation, int number) {
        private String key() {
            return number + " " + augmentation.augmenter();
        }

        /** Batches of images of the view. */
        private TrainingBatches batches(Request request, Pixels pixels, int[][] batches) {
            return new BatchFeed(
                    new AugmentedPixels(
                            pixels, request.preprocessing(), augmentation.withoutMixing(), VIEW_SEED, number),
                    batches,
                    Targets.NONE,
                    request.threads());
        }
    }

    /** @param cache the host's cache folder */
    public static Features features(Request request, Path cache)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        FeatureFolder folder =
                new FeatureFolder(Files.createDirectories(cache.toAbsolutePath().resolve("features")));
        Path file = folder.file(request.key());
        return SHARED.get(file, () -> {
            Features features = load(request, file);
            FeatureFolder.touch(file);
            folder.makeRoom(file, folder.bound());
            return features;
        });
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
            compute(request, file);
            return read(file).orElseThrow(() -> new IOException(file + " is damaged as soon as it is written"));
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

    private static void compute(Request request, Path file)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        long begin = System.nanoTime();
        Pixels pixels = PixelStore.pixels(request.folder(), request.decoder(), request.threads());
        Examples images = new PixelExamples(pixels, request.preprocessing());
        int[] readable = IntStream.range(0, pixels.planes().length)
                .filter(image -> pixels.planes()[image] != null)
                .toArray();
        int[][] batches = batches(readable);
        try (BackboneNetwork network = request.backbone().open(request.folded());
                TrainingBatches inputs = request.view()
                        .map(view -> view.batches(request, pixels, batches))
                        .orElseGet(() -> images.training(1, batches, Targets.NONE))) {
            FeatureFile.Writer writer = null;
            try {
                for (int batch = 0; batch < batches.length; batch++) {
                    if (Thread.interrupted()) {
                        throw new InterruptedException("Interrupted computing features");
                    }
                    try (TrainingBatch next = inputs.next();
                            INDArray outputs = request.vertex().isPresent()
                                    ? network.activations(request.vertex().get(), next.inputs())
                                    : network.features(next.inputs())) {
                        if (writer == null) {
                            writer = new FeatureFile.Writer(file, header(pixels, outputs));
                        }
                        writer.append(inOrder(outputs));
                    }
                }
                if (writer == null) {
                    writer = new FeatureFile.Writer(
                            file, new FeatureFile.Header(pixels.planes().length, new long[] {1}, pixels.skipped()));
                }
                writer.keep();
            } finally {
                if (writer != null) {
                    writer.close();
                }
            }
        }
        LOG.info(
                "Computed {} of {} images with {} in {} s",
                request.vertex().map(name -> "the activations of " + name).orElse("the features"),
                readable.length,
                request.backbone().uri(),
                (System.nanoTime() - begin) / 1_000_000_000);
    }

    private static int[][] batches(int[] readable) {
        int[][] batches = new int[(readable.length + BATCH - 1) / BATCH][];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] =
                    Arrays.copyOfRange(readable, batch * BATCH, Math.min(readable.length, (batch + 1) * BATCH));
        }
        return batches;
    }

    private static FeatureFile.Header header(Pixels pixels, INDArray outputs) {
        long[] shape = outputs.shape();
        return new FeatureFile.Header(
                pixels.planes().length, Arrays.copyOfRange(shape, 1, shape.length), pixels.skipped());
    }

    private static float[] inOrder(INDArray outputs) {
        INDArray rows = outputs.ordering() == 'c' && !outputs.isView() ? outputs : outputs.dup('c');
        return rows.data().asFloat();
    }
}
