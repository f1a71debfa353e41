package dev.sextant.worker.image.backbone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.files.HomeFolder;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.trainer.TrainingFailure;
import dev.sextant.worker.image.data.UnusableData;
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
 * A local folder of pretrained networks, each a zip with its card beside it, that studies name without a path. Every host has
 * its own: {@code SEXTANT_BACKBONES}, else {@code backbones} in {@code SEXTANT_HOME} or in {@code ~/.sextant}.
 *
 * @param folder need not exist
 */
public record BackboneRepository(Path folder) {
    private static final String ZIP = ".zip";
    static final String CARD = ".card.json";

    /**
     * A network on the shelf.
     *
     * @param name without the ending
     * @param bytes of the zip
     * @param imageSize side of the images it wants, pixels; 0 when it has no card
     * @param blocks names for {@code retrain_from}, from bottom to top
     * @param licence of the weights; empty when nobody wrote it down
     * @param sha256 as the card says; empty when it does not
     */
    public record Entry(String name, long bytes, int imageSize, List<String> blocks, String licence, String sha256) {}

    /** The shelf of whoever runs this process. */
    static BackboneRepository ofThisUser() {
        return of(System.getenv());
    }

    /** The shelf that an environment tells of. */
    public static BackboneRepository of(Map<String, String> environment) {
        if (environment.containsKey("SEXTANT_BACKBONES")) {
            return new BackboneRepository(Path.of(environment.get("SEXTANT_BACKBONES")));
        }
        return new BackboneRepository(HomeFolder.of(environment).resolve("backbones"));
    }

    /** The zip of a network, with or without the ending in its name. */
    Optional<Path> find(String name) {
        Path zip = folder.resolve(bare(name) + ZIP);
        return Files.isRegularFile(zip) ? Optional.of(zip) : Optional.empty();
    }

    /**
     * What is there, by name.
     *
     * @throws IllegalArgumentException when a card cannot be used
     */
    public List<Entry> list() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        List<Entry> entries = new ArrayList<>();
        List<Path> zips;
        try (Stream<Path> files = Files.list(folder)) {
            zips = files.filter(file -> file.getFileName().toString().endsWith(ZIP))
                    .sorted()
                    .toList();
        }
        for (Path zip : zips) {
            String name = bare(zip.getFileName().toString());
            Optional<BackboneCard> card = card(folder.resolve(name + CARD));
            entries.add(new Entry(
                    name,
                    Files.size(zip),
                    card.map(BackboneCard::imageSize).orElse(0),
                    card.map(found -> List.copyOf(found.blocks().keySet())).orElse(List.of()),
                    card.map(BackboneCard::licence).orElse(""),
                    card.map(BackboneCard::sha256).orElse("")));
        }
        return entries;
    }

    /**
     * Puts a network on the shelf, with its card, into which the zip's SHA-256 is written. Loads the network to see that it
     * can be used.
     *
     * @param zip as Deeplearning4j's ModelSerializer writes it
     * @param card JSON
     * @param name that studies will use
     * @throws IllegalArgumentException when the network or the card cannot be used, or the card names another SHA-256
     */
    public Entry add(Path zip, Path card, String name) throws IOException, InterruptedException {
        try {
            BackboneCard parsed = BackboneCard.parse(card.toString(), Files.readString(card));
            String sha256 = Sha256.of(zip);
            if (!parsed.sha256().isEmpty() && !parsed.sha256().equals(sha256)) {
                throw new IllegalArgumentException("FILE (" + zip + ") has the SHA-256 " + sha256 + ", not "
                        + parsed.sha256() + " as the card says; fetch it again, or correct the card");
            }
            Files.createDirectories(folder);
            Path target = folder.resolve(bare(name) + ZIP);
            Path described = folder.resolve(bare(name) + CARD);
            if (Files.exists(target) && !Sha256.of(target).equals(sha256)) {
                throw new IllegalArgumentException("NAME (" + bare(name) + ") is another network already: " + target
                        + "; choose another name, or delete that one");
            }
            Path adding = Files.createTempDirectory(folder, ".adding");
            try {
                Path copy = Files.copy(zip, adding.resolve(target.getFileName()));
                Path itsCard = adding.resolve(described.getFileName());
                ObjectMapper mapper = new ObjectMapper();
                ObjectNode json = (ObjectNode) mapper.readTree(card.toFile());
                json.put("sha256", sha256);
                Files.writeString(
                        itsCard, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json) + "\n");
                tryOut(copy, parsed);
                Files.move(itsCard, described, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
                Files.move(copy, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            } finally {
                Files.deleteIfExists(adding.resolve(target.getFileName()));
                Files.deleteIfExists(adding.resolve(described.getFileName()));
                Files.delete(adding);
            }
            return list().stream()
                    .filter(entry -> entry.name().equals(bare(name)))
                    .findFirst()
                    .orElseThrow();
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** Loads it and looks for the blocks that the card names. */
    private static void tryOut(Path zip, BackboneCard card) throws UnusableData, InterruptedException {
        try {
            BackboneLayout layout = Backbone.read(zip.toUri().toString()).layout(true);
            for (String block : card.blocks().keySet()) {
                layout.cutBefore(Optional.of(block));
            }
        } catch (TrainingFailure e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static Optional<BackboneCard> card(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(BackboneCard.parse(file.toString(), Files.readString(file)));
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The name without the ending of a network's file. */
    public static String bare(String name) {
        return name.replaceFirst("\\.(zip|h5|hdf5|keras)$", "");
    }
}
