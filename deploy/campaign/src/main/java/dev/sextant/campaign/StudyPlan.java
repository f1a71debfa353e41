package dev.sextant.campaign;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;

/**
 * A study that a voyage runs.
 *
 * @param variant the misbehavior of its programs, from 0; only programs have more than one
 */
record StudyPlan(String name, Cargo cargo, int variant) {
    /** Kinds of studies. */
    enum Cargo {
        /** The campaign's own program, one run at a time. */
        PROGRAM(1, "asha", 20, true),
        /** The same, two runs at a time: what is proposed depends on which one ends first. */
        TWO_PROGRAMS(2, "asha", 30, false),
        /** The same as PROGRAM, on a standalone cluster. */
        CLUSTER(1, "asha", 20, true),
        /** Recorded learning curves. */
        CURVES(1, "tpe", 6, true),
        /** A small convolutional network on generated images. */
        IMAGES(1, "random", 4, true);

        private final int slots;
        private final String algorithm;
        private final int trials;
        private final boolean exact;

        Cargo(int slots, String algorithm, int trials, boolean exact) {
            this.slots = slots;
            this.algorithm = algorithm;
            this.trials = trials;
            this.exact = exact;
        }

        /** Whether a study that was disturbed must end with the same rows as one that was not. */
        boolean isExact() {
            return exact;
        }

        int trials() {
            return trials;
        }

        boolean runsPrograms() {
            return this == PROGRAM || this == TWO_PROGRAMS || this == CLUSTER;
        }
    }

    /** Kinds of the studies of seeds that follow each other, from seed 1. */
    private static final List<Cargo> MIX = List.of(
            Cargo.TWO_PROGRAMS,
            Cargo.PROGRAM,
            Cargo.CURVES,
            Cargo.CLUSTER,
            Cargo.TWO_PROGRAMS,
            Cargo.IMAGES,
            Cargo.PROGRAM);

    private static final int EPOCHS = 9;
    private static final int CHECKPOINT_BYTES = 1_000_000;
    private static final int IMAGES_PER_CLASS = 24;
    private static final int IMAGE_SIZE = 16;

    /** Misbehavior by trial and epoch. Trials 1 and 2 behave, as a study whose first trials all fail ends. */
    private static final List<Map<String, String>> MISCHIEF = List.of(
            Map.of("3:1", "flood", "5:1", "exit", "8:1", "deaf", "10:1", "huge-line"),
            Map.of("3:1", "huge-line", "5:1", "nan", "8:1", "hang", "10:1", "child"),
            Map.of("3:1", "child", "5:1", "wrong-epoch", "8:1", "flood", "10:1", "crash"),
            Map.of("3:1", "deaf", "5:1", "broken-line", "8:1", "no-metric", "10:1", "flood"));

    /** Kinds of misbehavior after which a trial cannot go on. */
    static final List<String> FATAL = List.of("exit", "crash", "nan", "wrong-epoch", "broken-line", "no-metric");

    /** Returns the study of a voyage. */
    static StudyPlan of(long seed) {
        Cargo cargo = MIX.get(Math.floorMod(seed - 1, MIX.size()));
        int variant = cargo.runsPrograms() ? Math.floorMod(seed, MISCHIEF.size()) : 0;
        return new StudyPlan("voyage-" + seed, cargo, variant);
    }

    /** Returns the same study, to be run without faults. On which executors it runs must not matter. */
    StudyPlan undisturbed() {
        Cargo same = cargo == Cargo.CLUSTER ? Cargo.PROGRAM : cargo;
        return new StudyPlan("reference-" + same.name().toLowerCase(Locale.ROOT) + "-" + variant, same, variant);
    }

    /**
     * Writes the study file, and next to it what it needs.
     *
     * @param epochSeconds least duration of an epoch
     * @return the study file
     */
    Path write(Path folder, Journal journal, double epochSeconds) throws IOException {
        Files.createDirectories(folder);
        String trainer =
                switch (cargo) {
                    case PROGRAM, TWO_PROGRAMS, CLUSTER -> program(folder, journal, epochSeconds);
                    case CURVES -> curves(folder, epochSeconds);
                    case IMAGES -> images(folder);
                };
        return Files.writeString(
                folder.resolve(name + ".yaml"),
                """
                study: %s
                objective: {metric: accuracy, goal: maximize}
                trainer: %s
                parameters:
                  %s: {type: continuous, low: 1.0e-4, high: 0.1, scale: log}
                  dropout: {type: continuous, low: 0.0, high: 0.6}
                fidelity: {max_epochs: %d, min_epochs: 1, reduction: 3}
                search: {algorithm: %s, seed: 7}
                budget: {trials: %d}
                cluster: {slots: %d, memory_per_trial: %s, checkpoint_every: 1s, silence: 15s}
                """
                        .formatted(
                                name,
                                trainer,
                                cargo.runsPrograms() ? "rate" : "learning_rate",
                                EPOCHS,
                                cargo.algorithm,
                                cargo.trials,
                                cargo.slots,
                                cargo == Cargo.IMAGES ? "1g" : "512m"));
    }

    private String program(Path folder, Journal journal, double epochSeconds) throws IOException {
        Path program = folder.resolve("trainer.py");
        try (InputStream source = StudyPlan.class.getResourceAsStream("trainer.py")) {
            Files.copy(source, program, StandardCopyOption.REPLACE_EXISTING);
        }
        String mischief = new TreeMap<>(MISCHIEF.get(variant))
                .entrySet().stream()
                        .map(wrong -> "\"" + wrong.getKey() + "\": \"" + wrong.getValue() + "\"")
                        .collect(Collectors.joining(", ", "{", "}"));
        return "{type: command, grace_seconds: 1, command: ['%s', '%s', '%s', '%s', '%d', '%s']}"
                .formatted(Python.INTERPRETER, program, journal.file(), epochSeconds, CHECKPOINT_BYTES, mischief);
    }

    private String curves(Path folder, double epochSeconds) throws IOException {
        Random random = new Random(11);
        StringBuilder csv = new StringBuilder("learning_rate,dropout");
        for (int epoch = 1; epoch <= EPOCHS; epoch++) {
            csv.append(',').append(epoch);
        }
        for (int row = 0; row < 60; row++) {
            double limit = 0.4 + 0.5 * random.nextDouble();
            csv.append(String.format(
                    Locale.ROOT, "%n%.8f,%.6f", Math.pow(10, -4 + 3 * random.nextDouble()), 0.6 * random.nextDouble()));
            for (int epoch = 1; epoch <= EPOCHS; epoch++) {
                csv.append(String.format(
                        Locale.ROOT, ",%.9f", limit * (1 - Math.exp(-0.4 * epoch)) + 0.01 * random.nextDouble()));
            }
        }
        Files.writeString(folder.resolve("curves.csv"), csv.append('\n'));
        return "{type: curve-table, table: curves.csv, epoch_seconds: %s}".formatted(epochSeconds);
    }

    /** Draws two classes of noise: one brighter to the left, the other one to the right. */
    private static String images(Path folder) throws IOException {
        Random random = new Random(12);
        for (String side : List.of("left", "right")) {
            Path target = Files.createDirectories(folder.resolve("images").resolve(side));
            for (int i = 0; i < IMAGES_PER_CLASS; i++) {
                BufferedImage image = new BufferedImage(IMAGE_SIZE, IMAGE_SIZE, BufferedImage.TYPE_INT_RGB);
                for (int x = 0; x < IMAGE_SIZE; x++) {
                    boolean bright = x < IMAGE_SIZE / 2 == side.equals("left");
                    for (int y = 0; y < IMAGE_SIZE; y++) {
                        image.setRGB(x, y, 0x010101 * (random.nextInt(200) + (bright ? 55 : 0)));
                    }
                }
                ImageIO.write(image, "png", target.resolve(i + ".png").toFile());
            }
        }
        return "{type: image-classifier, data: images, image_size: 16, filters: 4, batch_size: 4, hidden_size: 256}";
    }
}
