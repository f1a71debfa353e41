package dev.sextant.worker.image.backbone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.files.BoundedRead;
import dev.sextant.common.files.Sha256;
import dev.sextant.common.progress.WorkProgress;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.keras.KerasFile;
import dev.sextant.worker.image.keras.KerasNetwork;
import dev.sextant.worker.image.keras.UnusableKerasFile;
import dev.sextant.worker.image.saved.NetworkFile;
import dev.sextant.worker.image.saved.NetworkZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * Import of a network's file into a {@link BackboneRepository}, as a zip and a card. Keras files are converted. Without
 * a card, one is written from the other values and from what is known of {@code keras.applications}.
 *
 * @param file a zip that Deeplearning4j's ModelSerializer wrote, or an {@code .h5} file of Keras
 * @param card card of the network; empty if there is none
 * @param imageSize side of the images that it was trained on, pixels; empty for the network's own
 * @param preprocessing one of {@link #PREPROCESSING}; empty for the one of {@code keras.applications}
 * @param output layer whose activations are the features; if empty, the input of the classification layer, or the
 *     network's output if it has no such layer
 * @param source where the network comes from; may be empty
 * @param licence license of the weights; may be empty
 */
public record BackboneImport(
        Path file,
        Optional<Path> card,
        OptionalInt imageSize,
        Optional<String> preprocessing,
        Optional<String> output,
        String source,
        String licence) {

    /** Converting or truncating the network, then copying and checking it. */
    private static final String IMPORTING = "importing the network";

    /** Names of preprocessings in the study file by their names in Keras. */
    private static final Map<String, String> KERAS_NAMES = Map.of("tf", "symmetric", "torch", "imagenet");

    /** Names of preprocessings: those in the study file, then those in Keras. */
    public static final List<String> PREPROCESSING = Stream.concat(
                    Preprocessing.NAMES.stream(), KERAS_NAMES.keySet().stream().sorted())
            .toList();

    /**
     * Adds the network to a repository.
     *
     * @param name name that studies will use
     * @throws IllegalArgumentException if the network cannot be used, or its image size or preprocessing is not known
     */
    public BackboneRepository.Entry addTo(BackboneRepository repository, String name)
            throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("sextant-backbone");
        Path newZip = work.resolve("network.zip");
        Path newCard = work.resolve("network" + BackboneRepository.CARD);
        try {
            WorkProgress.report(IMPORTING, 0, 2);
            if (isKeras()) {
                convert(newZip, newCard);
                WorkProgress.report(IMPORTING, 1, 2);
                return repository.add(newZip, newCard, name);
            }
            if (card.isEmpty()) {
                Files.writeString(newCard, generatedCard(OptionalInt.empty(), Optional.empty(), Map.of()));
            }
            Path givenCard = card.orElse(newCard);
            boolean truncated = truncate(newZip, newCard, givenCard);
            WorkProgress.report(IMPORTING, 1, 2);
            if (truncated) {
                return repository.add(newZip, newCard, name);
            }
            return repository.add(file, givenCard, name);
        } catch (UnusableKerasFile e) {
            throw new IllegalArgumentException("FILE (" + file + ") " + e.getMessage(), e);
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(newZip);
            Files.deleteIfExists(newCard);
            Files.delete(work);
        }
    }

    private boolean isKeras() {
        return KerasFile.hasExtension(file.getFileName().toString());
    }

    /**
     * Writes the network without the layers above its features. These can be most of its size, and are never used.
     *
     * @return whether there were such layers; if not, nothing is written
     */
    private boolean truncate(Path newZip, Path newCard, Path givenCard) throws IOException, UnusableData {
        BackboneCard parsed = BackboneCard.parse(givenCard.toString(), BoundedRead.text(givenCard));
        byte[] bytes = Files.readAllBytes(BoundedRead.checked(file, NetworkFile.MAX_BYTES));
        String sha256 = Sha256.of(bytes);
        parsed.checkSha256(file, sha256);
        Backbone backbone = Backbone.ofZip(file.toString(), bytes, sha256, Optional.of(parsed));
        try (BackboneNetwork network = backbone.open(false)) {
            if (backbone.output().isEmpty()) {
                return false;
            }
            Files.write(newZip, NetworkZip.of(network.graph()));
            Files.writeString(newCard, withOrigin(parsed.withoutOutput().json(), sha256));
            return true;
        }
    }

    /** Returns a card with the name and the SHA-256 of the file that the network was converted from. */
    private String withOrigin(String card, String sha256) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(card);
        json.put("sha256", "");
        json.putObject("converted_from")
                .put("file", file.getFileName().toString())
                .put("sha256", sha256);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private void convert(Path newZip, Path newCard) throws IOException, UnusableKerasFile, UnusableData {
        Optional<BackboneCard> parsed = Optional.empty();
        if (card.isPresent()) {
            parsed = Optional.of(BackboneCard.parse(card.get().toString(), BoundedRead.text(card.get())));
        }
        String sha256 = Sha256.of(BoundedRead.checked(file, NetworkFile.MAX_BYTES));
        parsed.ifPresent(given -> given.checkSha256(file, sha256));
        Optional<String> cardOutput = parsed.map(BackboneCard::output).filter(layer -> !layer.isEmpty());
        try (KerasNetwork network = KerasFile.read(file, output.or(() -> cardOutput))) {
            Files.write(newZip, network.zip());
            String json = parsed.isPresent()
                    ? parsed.get().withoutOutput().json()
                    : generatedCard(network.imageSize(), network.preprocessing(), network.blocks());
            Files.writeString(newCard, withOrigin(json, sha256));
        }
    }

    /** Returns a card, JSON; the given size and preprocessing precede those of the network. */
    private String generatedCard(
            OptionalInt networkSize, Optional<String> networkPreprocessing, Map<String, String> blocks) {
        int size = imageSize.orElse(networkSize.orElse(0));
        Optional<String> name = preprocessing.or(() -> networkPreprocessing);
        List<String> missing = new ArrayList<>();
        if (size == 0) {
            missing.add("its image size: give --image-size PIXELS");
        }
        if (name.isEmpty()) {
            missing.add("its preprocessing: give --preprocessing, one of " + String.join(", ", PREPROCESSING));
        }
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "FILE (" + file + ") does not say " + String.join(", nor ", missing) + "; or write its card");
        }
        return BackboneCard.of(size, Preprocessing.named(KERAS_NAMES.getOrDefault(name.get(), name.get())), blocks)
                .describedBy(isKeras() ? "" : output.orElse(""), source, licence)
                .json();
    }
}
