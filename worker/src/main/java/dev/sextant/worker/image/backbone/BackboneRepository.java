package dev.sextant.worker.image.backbone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.files.HomeFolder;
import dev.sextant.common.files.OwnerOnly;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.studyfile.Suggestion;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.saved.NetworkFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Local folder of pretrained networks, which studies name without a path. Each network is a zip with a card next to it.
 * Every host has its own folder: {@code SEXTANT_BACKBONES}, else {@code backbones} in {@code SEXTANT_HOME} or in {@code
 * ~/.sextant}.
 *
 * @param folder the folder; need not exist
 */
public record BackboneRepository(Path folder) {
    private static final String ZIP = ".zip";

    /** Extension of a card. */
    static final String CARD = ".card.json";

    /**
     * Network in the repository.
     *
     * @param name file name without extension
     * @param bytes size of the zip
     * @param imageSize side of its input images, pixels; 0 if it has no card
     * @param blocks names for {@code retrain_from}, from bottom to top
     * @param licence license of the weights; empty if not given
     * @param sha256 SHA-256 in the card; empty if not given
     */
    public record Entry(String name, long bytes, int imageSize, List<String> blocks, String licence, String sha256) {}

    /** Returns the repository of the user who runs this process. */
    static BackboneRepository ofThisUser() {
        return of(System.getenv());
    }

    /** Returns the repository that environment variables name. */
    public static BackboneRepository of(Map<String, String> environment) {
        if (environment.containsKey("SEXTANT_BACKBONES")) {
            return new BackboneRepository(Path.of(environment.get("SEXTANT_BACKBONES")));
        }
        return new BackboneRepository(HomeFolder.of(environment).resolve("backbones"));
    }

    /** Tells whether a study names a network, which is in the repository, instead of a path. */
    static boolean isName(String path) {
        return !path.contains("/");
    }

    /** Returns the zip of a network, whose name may have its extension; empty if there is none of that name. */
    Optional<Path> find(String name) {
        Path zip = zipFile(name);
        return Files.isRegularFile(zip) ? Optional.of(zip) : Optional.empty();
    }

    private Path zipFile(String name) {
        return folder.resolve(withoutExtension(name) + ZIP);
    }

    private Path cardFile(String name) {
        return folder.resolve(withoutExtension(name) + CARD);
    }

    /**
     * Returns all networks, sorted by name.
     *
     * @throws IllegalArgumentException if a card is not valid
     */
    public List<Entry> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Path> zips;
        try (Stream<Path> files = Files.list(folder)) {
            zips = files.filter(file -> file.getFileName().toString().endsWith(ZIP))
                    .sorted()
                    .toList();
        }
        List<Entry> entries = new ArrayList<>();
        for (Path zip : zips) {
            entries.add(entry(zip));
        }
        return entries;
    }

    /**
     * Returns a network.
     *
     * @throws IllegalArgumentException if there is none of that name, or its card is not valid
     */
    public Entry entry(String name) throws IOException {
        Optional<Path> zip = find(name);
        if (zip.isEmpty()) {
            List<String> names = list().stream().map(Entry::name).toList();
            throw new IllegalArgumentException("NAME (" + name + ") is not in " + folder
                    + (names.isEmpty()
                            ? "; add it with `sextant backbones add FILE`"
                            : Suggestion.ending(name, names)));
        }
        return entry(zip.get());
    }

    /**
     * Loads a network and describes it.
     *
     * @throws IllegalArgumentException if there is none of that name, or it cannot be used
     */
    public BackboneSummary summary(String name) throws IOException, InterruptedException {
        try {
            return BackboneSummary.of(
                    Backbone.read(zipFile(entry(name).name()).toUri().toString()));
        } catch (UnusableData | TrainingFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private Entry entry(Path zip) throws IOException {
        String name = withoutExtension(zip.getFileName().toString());
        Optional<BackboneCard> card = readCard(cardFile(name));
        return new Entry(
                name,
                Files.size(zip),
                card.map(BackboneCard::imageSize).orElse(0),
                card.map(found -> List.copyOf(found.blocks().keySet())).orElse(List.of()),
                card.map(BackboneCard::licence).orElse(""),
                card.map(BackboneCard::sha256).orElse(""));
    }

    /**
     * Adds a network with its card, into which the zip's SHA-256 is written. Loads the network to check it.
     *
     * @param zip network as Deeplearning4j's ModelSerializer writes it
     * @param card card, JSON
     * @param name name that studies will use
     * @throws IllegalArgumentException if the network or the card cannot be used, or the card has another SHA-256
     */
    public Entry add(Path zip, Path card, String name) throws IOException, InterruptedException {
        try {
            BackboneCard parsed = BackboneCard.parse(card.toString(), BoundedRead.text(card));
            String sha256 = Sha256.of(BoundedRead.checked(zip, NetworkFile.MAX_BYTES));
            parsed.checkSha256(zip, sha256);
            OwnerOnly.createDirectories(folder);
            Path target = zipFile(name);
            if (Files.exists(target) && !Sha256.of(target).equals(sha256)) {
                throw new IllegalArgumentException("NAME (" + withoutExtension(name) + ") is another network already: "
                        + target + "; choose another name, or delete that network");
            }
            Path staging = Files.createTempDirectory(folder, ".adding");
            Path stagedZip = staging.resolve(target.getFileName());
            Path stagedCard = staging.resolve(cardFile(name).getFileName());
            try {
                Files.copy(zip, stagedZip);
                Files.writeString(stagedCard, withSha256(card, sha256));
                verify(stagedZip, parsed);
                move(stagedCard, cardFile(name));
                move(stagedZip, target);
            } finally {
                Files.deleteIfExists(stagedZip);
                Files.deleteIfExists(stagedCard);
                Files.delete(staging);
            }
            return entry(target);
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static String withSha256(Path card, String sha256) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(card.toFile());
        json.put("sha256", sha256);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n";
    }

    private static void move(Path file, Path target) throws IOException {
        Files.move(file, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Checks that the network loads and has the blocks that the card names. */
    private static void verify(Path zip, BackboneCard card) throws UnusableData, InterruptedException {
        try {
            BackboneLayout layout = Backbone.read(zip.toUri().toString()).layout(true);
            for (String block : card.blocks().keySet()) {
                layout.cutBefore(Optional.of(block));
            }
        } catch (TrainingFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Optional<BackboneCard> readCard(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(BackboneCard.parse(file.toString(), BoundedRead.text(file)));
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Returns a file name without the extension of a network's file. */
    public static String withoutExtension(String name) {
        return name.replaceFirst("\\.(zip|h5|hdf5|keras)$", "");
    }
}
