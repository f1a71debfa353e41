package dev.sextant.worker.image.feature;

import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.device.NativeHelpers;
import dev.sextant.worker.image.augment.AugmentationSettings;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneNetwork;
import dev.sextant.worker.image.backbone.BackboneRepository;
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
import java.nio.channels.FileLockInterruptionException;
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
 * Features of folders of images: computed once per host, cached in a file whose name is a hash of everything they
 * depend on, and shared by all runs of this process. Damaged files are detected and computed again. Safe for use by
 * many threads and processes.
 */
public final class FeatureStore {
    private static final Logger LOG = LoggerFactory.getLogger(FeatureStore.class);
    private static final int BATCH_SIZE = 32;

    /** Seed of the views, which all trials share. */
    private static final long VIEW_SEED = 0;

    private static final SharedStore<Path, Features> SHARED = new SharedStore<>(
            Runtime.getRuntime().maxMemory() / 4, features -> features.values().heapBytes());

    private FeatureStore() {}

    /**
     * A request for features, with everything that they depend on.
     *
     * @param decoder decoder to the size and channels that the backbone takes
     * @param folded whether the batch normalization of the backbone is merged into its convolutions
     * @param vertex vertex whose activations are the features; empty for the output of the backbone
     * @param view augmented view of the images; empty for the unchanged images
     * @param threads number of threads that decode; does not affect the features
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
        /** Returns a request for the output of the backbone on unchanged images. */
        public static Request ofOutput(
                ImageFolder folder,
                Backbone backbone,
                ImageDecoder decoder,
                Preprocessing preprocessing,
                boolean folded,
                int threads) {
            return new Request(
                    folder, backbone, decoder, preprocessing, folded, Optional.empty(), Optional.empty(), threads);
        }

        /** Returns the same request for the activations of a vertex. */
        public Request atVertex(String name) {
            return new Request(folder, backbone, decoder, preprocessing, folded, Optional.of(name), view, threads);
        }

        /** Returns the same request for an augmented view of the images. */
        public Request ofView(View other) {
            return new Request(folder, backbone, decoder, preprocessing, folded, vertex, Optional.of(other), threads);
        }

        /** Describes the computation, for users. */
        private String work() {
            String network = backbone.uri().substring(backbone.uri().lastIndexOf('/') + 1);
            return "computing "
                    + vertex.map(name -> "activations of " + name).orElse("features")
                    + view.map(augmented -> " of view " + augmented.number()).orElse("") + " with "
                    + BackboneRepository.withoutExtension(network);
        }

        /**
         * Returns the hash that names the file. The texts that are hashed must not change: existing files would no
         * longer be found.
         */
        private String key() throws UnusableData {
            String identity = String.join(
                    "\n",
                    folder.fingerprint(),
                    backbone.sha256(),
                    decoder.toString(),
                    preprocessing.toString(),
                    folded ? "folded" : "as it is",
                    vertex.isPresent() ? vertex.get() : backbone.output(),
                    view.map(View::key).orElse(""),
                    NativeHelpers.inUse());
            return Sha256.of(identity);
        }
    }

    /**
     * An augmented view of all images, the same for all trials.
     *
     * @param augmentation how images are augmented
     * @param number number of the view, from 1
     */
    public record View(AugmentationSettings augmentation, int number) {
        private String key() {
            return number + " " + augmentation.augmenter();
        }

        /** Returns the augmented images in batches. */
        private TrainingBatches batches(Request request, Pixels pixels, int[][] batches) {
            return new BatchFeed(
                    new AugmentedPixels(
                            pixels, request.preprocessing(), augmentation.withoutMixing(), VIEW_SEED, number),
                    batches,
                    Targets.NONE,
                    request.threads());
        }
    }

    /**
     * Returns features from memory, from the cache of the host, or computed now.
     *
     * @param cache folder that is shared by the runs of this host
     * @throws UnusableData when the backbone cannot be used
     */
    public static Features features(Request request, Path cache)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        FeatureFolder folder = new FeatureFolder(
                OwnerOnly.createDirectories(cache.toAbsolutePath().resolve("features")));
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
        Optional<Features> cached = read(file);
        if (cached.isPresent()) {
            return cached.get();
        }
        // Executors of one host need the same file at once: one computes it, the others wait and read it.
        Path lockFile = file.resolveSibling(file.getFileName() + ".lock");
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            LOG.debug("Holding {} for {}", lock, file);
            cached = read(file);
            if (cached.isPresent()) {
                return cached.get();
            }
            compute(request, file);
            return read(file)
                    .orElseThrow(() -> new IOException(
                            "The feature file " + file + " is damaged although it was just written; check the disk"));
        } catch (FileLockInterruptionException e) {
            throw (InterruptedException) new InterruptedException("Interrupted waiting for " + file).initCause(e);
        }
    }

    private static Optional<Features> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        Optional<Features> features = FeatureFile.read(file);
        if (features.isEmpty()) {
            LOG.warn("The feature file {} is damaged; computing its features again", file);
        }
        return features;
    }

    private static void compute(Request request, Path file)
            throws IOException, UnusableData, TrainingFailure, InterruptedException {
        long startNanos = System.nanoTime();
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
                    WorkProgress.report(request.work(), (long) batch * BATCH_SIZE, readable.length);
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
                        writer.append(rows(outputs));
                    }
                }
                if (writer == null) {
                    writer = new FeatureFile.Writer(
                            file, new FeatureFile.Header(pixels.planes().length, new long[] {1}, pixels.skipped()));
                }
                writer.commit();
                WorkProgress.report(request.work(), readable.length, readable.length);
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
                (System.nanoTime() - startNanos) / 1_000_000_000);
    }

    private static int[][] batches(int[] readable) {
        int[][] batches = new int[(readable.length + BATCH_SIZE - 1) / BATCH_SIZE][];
        for (int batch = 0; batch < batches.length; batch++) {
            batches[batch] = Arrays.copyOfRange(
                    readable, batch * BATCH_SIZE, Math.min(readable.length, (batch + 1) * BATCH_SIZE));
        }
        return batches;
    }

    private static FeatureFile.Header header(Pixels pixels, INDArray outputs) {
        long[] shape = outputs.shape();
        return new FeatureFile.Header(
                pixels.planes().length, Arrays.copyOfRange(shape, 1, shape.length), pixels.skipped());
    }

    /** Returns the outputs row by row. */
    private static float[] rows(INDArray outputs) {
        INDArray rows = outputs.ordering() == 'c' && !outputs.isView() ? outputs : outputs.dup('c');
        return rows.data().asFloat();
    }
}
