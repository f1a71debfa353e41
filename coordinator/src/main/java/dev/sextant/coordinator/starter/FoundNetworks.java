package dev.sextant.coordinator.starter;

import dev.sextant.common.progress.WorkProgress;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.coordinator.text.TextFormat;
import dev.sextant.worker.image.backbone.Backbone;
import dev.sextant.worker.image.backbone.BackboneRepository;
import dev.sextant.worker.image.data.UnusableData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Pretrained networks that a study can use.
 *
 * @param networks the networks, the largest first
 * @param unusable files that were left out, each with the reason and what to do
 */
public record FoundNetworks(List<Network> networks, List<String> unusable) {
    private static final String READING = "reading networks";
    private static final String NETWORK_FILE = ".*\\.(zip|h5|hdf5)";

    /** Copies the lists. */
    public FoundNetworks {
        networks = networks.stream()
                .sorted(Comparator.comparing(Network::bytes).reversed().thenComparing(Network::name))
                .toList();
        unusable = List.copyOf(unusable);
    }

    /**
     * A pretrained network with known input.
     *
     * @param name name for people
     * @param file the network
     * @param isInstalled whether studies can name it without its path
     * @param bytes size of the file
     * @param backbone the network as it was read
     */
    public record Network(String name, Path file, boolean isInstalled, long bytes, Backbone backbone) {
        /** Returns the side of the images that it was trained on, pixels. */
        int imageSize() {
            return backbone.imageSize().getAsInt();
        }

        /** Returns whether it takes images with sides of this length. */
        boolean accepts(int size) {
            try {
                backbone.checkSize(size);
                return true;
            } catch (UnusableData e) {
                return false;
            }
        }
    }

    /** Reads the installed networks. */
    public static FoundNetworks installed(BackboneRepository repository) throws IOException, InterruptedException {
        return of(filesIn(repository.folder()), true);
    }

    /**
     * Reads networks that are not installed.
     *
     * @param paths files, or folders of files
     * @throws IllegalArgumentException if a path does not exist
     */
    public static FoundNetworks at(List<Path> paths) throws IOException, InterruptedException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (!Files.exists(path)) {
                throw new IllegalArgumentException(
                        "--backbones (" + path + ") does not exist. Give a network or a folder of networks.");
            }
            files.addAll(Files.isDirectory(path) ? filesIn(path) : List.of(path));
        }
        return of(files, false);
    }

    private static List<Path> filesIn(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches(NETWORK_FILE))
                    .filter(Files::isRegularFile)
                    .sorted()
                    .toList();
        }
    }

    private static FoundNetworks of(List<Path> files, boolean isInstalled) throws IOException, InterruptedException {
        List<Network> networks = new ArrayList<>();
        List<String> unusable = new ArrayList<>();
        for (Path file : files) {
            WorkProgress.report(READING, networks.size() + unusable.size(), files.size());
            Path absolute = file.toAbsolutePath().normalize();
            String name =
                    BackboneRepository.withoutExtension(absolute.getFileName().toString());
            try {
                Backbone backbone = Backbone.read(absolute.toString());
                if (backbone.card().isPresent() && backbone.imageSize().isPresent()) {
                    networks.add(new Network(name, absolute, isInstalled, Files.size(absolute), backbone));
                } else {
                    unusable.add(absolute.getFileName() + " has no card that says its input. Add it with `sextant backbones"
                            + " add " + file + " --image-size PIXELS --preprocessing NAME`.");
                }
            } catch (UnusableData | TrainingFailure e) {
                unusable.add("backbone " + e.getMessage());
            }
        }
        WorkProgress.report(READING, files.size(), files.size());
        return new FoundNetworks(networks, unusable);
    }

    /** Returns the largest image size that a network was trained on, pixels; empty without networks. */
    OptionalInt largestImageSize() {
        return networks.stream().mapToInt(Network::imageSize).max();
    }

    /** Returns whether all networks take images with sides of this length. */
    boolean accept(int size) {
        return networks.stream().allMatch(network -> network.accepts(size));
    }

    /** Describes what was found. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!networks.isEmpty()) {
            lines.add(TextFormat.count(networks.size(), "network") + ": "
                    + networks.stream()
                            .map(network -> network.name() + " (" + network.imageSize() + " px)")
                            .collect(Collectors.joining(", ")));
        }
        lines.addAll(unusable);
        return lines;
    }
}
