package dev.sextant.coordinator.starter;

import dev.sextant.coordinator.spark.LocalMachine;
import dev.sextant.coordinator.text.TextFormat;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A first study of a folder of images: which settings it searches, in which ranges, and for how long. {@link #text} is
 * the whole template.
 *
 * @param name name of the study
 * @param file the study file, in whose folder relative paths start
 * @param networks networks that the search chooses from; without any, a small network is trained from scratch
 * @param deviceHours budget, above 0
 * @param machine machine that the slots must fit on
 */
public record StarterStudy(
        String name, Path file, FoundImages images, FoundNetworks networks, double deviceHours, LocalMachine machine) {
    /** A power of two, as are the rungs. */
    private static final int MAX_EPOCHS = 16;

    /** Training steps up to the first comparison: after fewer, a network that hardly changes is still the best. */
    private static final int STEPS_TO_FIRST_RUNG = 50;

    /** Image sizes to choose from, pixels: multiples of 32, by which networks reduce images, and some small ones. */
    private static final int[] SIZES = {16, 24, 32, 48, 64, 96, 128, 160, 192, 224, 256, 288, 320, 384, 448, 512};

    private static final int SIZE_FROM_SCRATCH = 64;

    /** Below this number of training images, smaller batches are used, which give more steps per epoch. */
    private static final int FEW_TRAINING_IMAGES = 1000;

    private static final int USUAL_BATCH = 32;
    private static final int SMALL_BATCH = 16;

    private static final int MAX_CPUS_PER_SLOT = 4;

    /** Memory to fine-tune a network such as ResNet-50 in batches of 32, GiB. */
    private static final long FINE_TUNING_GIB = 6;

    /** An image must fit twice into the heap, which is half of a slot's memory; a tenth is for everything else. */
    private static final double MEMORY_FACTOR = 4.4;

    /** Returns a valid name of a study made from the name of a folder or CSV file. */
    public static String name(Path data) {
        Path fileName = data.toAbsolutePath().normalize().getFileName();
        String name = (fileName == null ? "" : fileName.toString())
                .toLowerCase(Locale.ROOT)
                .replaceFirst("\\.csv$", "")
                .replaceAll("[^a-z0-9]+", "-")
                .replaceAll("^-+|-+$", "");
        return name.isEmpty()
                ? "images"
                : name.substring(0, Math.min(40, name.length())).replaceAll("-+$", "");
    }

    /** Returns the study file. */
    public String text() {
        StudyPage page = new StudyPage();
        page.comment("Study of " + images.data().getFileName() + ", written by `sextant init`. Change what you like;"
                + " `sextant validate " + file.getFileName() + "` checks it.");
        images.lines().forEach(page::comment);
        page.blank().entry("study: " + name, "Name of the study in the database.");
        page.entry(
                "objective: {metric: accuracy, goal: maximize}",
                "Value of a trial: the share of validation images that it classifies correctly.");
        page.blank().entry("trainer:", "Settings that all trials share.");
        trainer(page);
        page.blank()
                .entry(
                        "parameters:",
                        "Settings that the search varies, each with the values that it may have. Where there is a prior, the"
                                + " search begins around its value, and goes where results lead it.");
        parameters(page);
        page.blank()
                .entry(
                        "fidelity: {max_epochs: " + MAX_EPOCHS + ", min_epochs: " + minEpochs() + "}",
                        "All trials train for " + TextFormat.count(minEpochs(), "epoch")
                                + ". The best third of them continues to twice as many, and so on up to " + MAX_EPOCHS
                                + ".");
        page.entry(
                "search: {algorithm: auto, seed: 1}",
                "The search learns from all trials. Another seed gives another course of the study.");
        page.entry(
                "budget: {device_hours: " + TextFormat.number(deviceHours) + "}",
                "The study ends after so many hours of computing, summed over slots. You can raise it later.");
        page.blank()
                .entry(
                        "start_with:",
                        "Trained first and to the end: "
                                + (networks.networks().isEmpty()
                                        ? "the default settings"
                                        : "default settings, with the network frozen and fine-tuned")
                                + ". The study reports what tuning gains over the first line.");
        startWith().forEach(configuration -> page.entry("  - " + configuration.yaml(), configuration.comment()));
        page.blank().entry("cluster: " + cluster(), "Runs at the same time, and what each may use.");
        return page.toString();
    }

    private void trainer(StudyPage page) {
        page.entry("  type: image-classifier", "Trains image classifiers with Deeplearning4j.");
        page.entry(
                "  data: " + StudyPage.scalar(relative(images.data())),
                "Images, in one folder per class. A relative path starts in the folder of this file.");
        if (images.validationShare() > 0) {
            page.entry(
                    "  validation_share: " + images.validationShare(),
                    "Share of each class that is kept from training and measures the trials.");
        }
        if (networks.networks().size() == 1) {
            page.entry(
                    "  backbone: " + value(networks.networks().get(0)),
                    "Pretrained network that turns images into features.");
        }
        if (batchSize() != USUAL_BATCH) {
            page.entry("  batch_size: " + batchSize(), "Images per training step. Few images need small batches.");
        }
    }

    private int batchSize() {
        return images.summary().split().training() < FEW_TRAINING_IMAGES ? SMALL_BATCH : USUAL_BATCH;
    }

    /** Returns the epochs of the lowest rung: the smallest power of two with enough steps, at most a quarter of all. */
    private int minEpochs() {
        int stepsPerEpoch = Math.max(1, images.summary().split().training() / batchSize());
        int epochs = 1;
        while (epochs * stepsPerEpoch < STEPS_TO_FIRST_RUNG && epochs < MAX_EPOCHS / 4) {
            epochs *= 2;
        }
        return epochs;
    }

    private void parameters(StudyPage page) {
        boolean pretrained = !networks.networks().isEmpty();
        if (networks.networks().size() > 1) {
            page.entry(
                    "  backbone: "
                            + categorical(
                                    networks.networks().stream()
                                            .map(this::value)
                                            .toList(),
                                    ""),
                    "Pretrained network that turns images into features.");
        }
        List<Integer> sizes = imageSizes();
        if (sizes.size() > 1) {
            page.entry(
                    "  image_size: {type: ordinal, values: " + sizes + "}",
                    "Side of the images in pixels. Larger ones show more detail and take longer.");
        }
        page.entry(
                "  learning_rate: {type: continuous, low: 0.002, high: 0.05, scale: log, " + expected("0.01") + "}",
                "Step size of the training, at the top of its schedule.");
        page.entry(
                "  weight_decay: {type: continuous, low: 0.0001, high: 0.3, scale: log, " + expected("0.01") + "}",
                "Pull of the weights towards zero, against overfitting.");
        page.entry("  layers: {type: integer, low: 0, high: 2}", "Hidden layers of the head.");
        page.entry(
                "  hidden_size: {type: ordinal, values: [128, 256, 512], when: {layers: {at_least: 1}}}",
                "Units of each hidden layer.");
        page.entry(
                "  dropout: {type: continuous, low: 0.0, high: 0.6, " + expected("0.2") + "}",
                "Share of the inputs of a layer that training drops at random, against overfitting.");
        page.entry(
                "  label_smoothing: {type: continuous, low: 0.0, high: 0.2, " + expected("0.1") + "}",
                "Share of each label that is spread over all classes, against overconfidence.");
        if (images.summary().isImbalanced()) {
            page.entry(
                    "  class_weight: " + categorical(List.of("false", "true"), ""),
                    "Whether images of rare classes count more.");
        }
        if (pretrained) {
            fineTuning(page);
        } else {
            page.entry("  filters: {type: ordinal, values: [8, 16, 32]}", "Filters of the first convolution.");
        }
        page.entry(
                "  augmentation: " + categorical(List.of("none", "light"), pretrained ? FINE_TUNED : ""),
                "Random changes of the training images: none, or small rotations, shifts and color changes.");
    }

    /** Condition of parameters that matter only if the backbone is trained. */
    private static final String FINE_TUNED = ", when: {fine_tuning: true}";

    /** All layers with a low rate: with a tenth of learning_rate, training of all of them is unstable. */
    private static final String DEFAULT_FINE_TUNING = "fine_tuning: true, retrain_from: all, fine_tuning_rate: 0.03,"
            + " block_rate_decay: 1.0, head_epochs: 10, augmentation: none";

    private static void fineTuning(StudyPage page) {
        page.entry(
                "  fine_tuning: " + categorical(List.of("false", "true"), ""),
                "Whether to train the upper part of the network, too. false: only the head is trained.");
        page.entry(
                "  retrain_from: " + categorical(List.of("25%", "50%", "all"), FINE_TUNED),
                "Part of the network to train: the upper quarter of its layers, the upper half, or all of them.");
        page.entry(
                "  fine_tuning_rate: {type: continuous, low: 0.01, high: 0.3, scale: log, " + expected("0.1")
                        + FINE_TUNED + "}",
                "Learning rate of the network, as a share of learning_rate.");
        page.entry(
                "  block_rate_decay: {type: continuous, low: 0.3, high: 1.0" + FINE_TUNED + "}",
                "Learning rate of each block of the network, as a share of the block above it.");
        page.entry(
                "  head_epochs: {type: integer, low: 5, high: 30, scale: log, " + expected("10") + FINE_TUNED + "}",
                "Epochs in which the head is trained alone before.");
    }

    /** Returns a prior: where the best value is expected, to begin the search there. */
    private static String expected(String value) {
        return "prior: {around: " + value + ", confidence: low}";
    }

    private static String categorical(List<String> values, String condition) {
        return "{type: categorical, values: [" + String.join(", ", values) + "]" + condition + "}";
    }

    /** Returns two or three image sizes around the best guess that all networks take; fewer if they take no others. */
    private List<Integer> imageSizes() {
        int guess = imageSize();
        TreeSet<Integer> sizes = new TreeSet<>(List.of(nearest(0.75 * guess), guess, nearest(1.3 * guess)));
        sizes.removeIf(size -> size > Math.max(guess, atLeast(images.sides().median())) || !networks.accept(size));
        return sizes.contains(guess) ? List.copyOf(sizes) : List.of();
    }

    /** Returns the size of the networks, but not more than the photographs have. */
    private int imageSize() {
        int wanted = networks.largestImageSize().orElse(SIZE_FROM_SCRATCH);
        return Math.min(nearest(wanted), atLeast(images.sides().median()));
    }

    private static int nearest(double size) {
        return IntStream.of(SIZES)
                .boxed()
                .min((one, other) -> Double.compare(Math.abs(one - size), Math.abs(other - size)))
                .orElseThrow();
    }

    /** Returns the smallest of the sizes that is not clearly below a length. */
    private static int atLeast(int length) {
        return IntStream.of(SIZES).filter(size -> size >= 0.95 * length).min().orElse(SIZES[SIZES.length - 1]);
    }

    /** A configuration with its comment. */
    private record Configuration(String yaml, String comment) {}

    private List<Configuration> startWith() {
        if (networks.networks().isEmpty()) {
            return List.of(new Configuration(configuration(List.of("filters: 16", "augmentation: none")), "Defaults."));
        }
        List<Configuration> configurations = networks.networks().stream()
                .map(network -> new Configuration(
                        configuration(backbone(network, "fine_tuning: false")), "Defaults" + on(network) + "."))
                .collect(Collectors.toCollection(ArrayList::new));
        FoundNetworks.Network middle =
                networks.networks().get(networks.networks().size() / 2);
        configurations.add(new Configuration(
                configuration(backbone(middle, DEFAULT_FINE_TUNING)), "Defaults, fine-tuned" + on(middle) + "."));
        return configurations;
    }

    private List<String> backbone(FoundNetworks.Network network, String fineTuning) {
        return networks.networks().size() == 1
                ? List.of(fineTuning)
                : List.of("backbone: " + value(network), fineTuning);
    }

    private String on(FoundNetworks.Network network) {
        return networks.networks().size() == 1 ? "" : " on " + network.name();
    }

    private String configuration(List<String> first) {
        List<String> values = new ArrayList<>(first);
        if (imageSizes().size() > 1) {
            values.add("image_size: " + imageSize());
        }
        values.addAll(List.of(
                "learning_rate: 0.01",
                "weight_decay: 0.01",
                "layers: 1",
                "hidden_size: 256",
                "dropout: 0.0",
                "label_smoothing: 0.0"));
        if (images.summary().isImbalanced()) {
            values.add("class_weight: false");
        }
        return values.stream().collect(Collectors.joining(", ", "{", "}"));
    }

    private String cluster() {
        int cpus = Math.min(MAX_CPUS_PER_SLOT, machine.processors());
        int largest = imageSizes().stream().mapToInt(Integer::intValue).max().orElse(imageSize());
        double pixels = 3.0 * largest * largest * images.summary().images();
        long forImages = (long) Math.ceil(MEMORY_FACTOR * pixels / (1L << 30));
        long forTraining = networks.networks().isEmpty() ? 2 : FINE_TUNING_GIB;
        long memoryGib = Math.min(Math.max(forTraining, forImages), Math.max(2, (machine.memoryMiB() >> 10) - 2));
        long slots = Math.min(machine.processors() / cpus, (machine.memoryMiB() >> 10) / (memoryGib + 1));
        return "{slots: " + Math.max(1, slots) + ", cpus_per_trial: " + cpus + ", memory_per_trial: " + memoryGib
                + "g}";
    }

    private String value(FoundNetworks.Network network) {
        return StudyPage.scalar(network.isInstalled() ? network.name() : relative(network.file()));
    }

    /** Returns a path as the study file names it: relative if it is below the file's folder. */
    private String relative(Path path) {
        Path folder = file.toAbsolutePath().normalize().getParent();
        return path.startsWith(folder) && !path.equals(folder)
                ? folder.relativize(path).toString()
                : path.toString();
    }
}
