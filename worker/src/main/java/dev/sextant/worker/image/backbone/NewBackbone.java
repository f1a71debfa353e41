package dev.sextant.worker.image.backbone;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sextant.common.files.Sha256;
import dev.sextant.worker.image.data.UnusableData;
import dev.sextant.worker.image.input.Preprocessing;
import dev.sextant.worker.image.keras.KerasFile;
import dev.sextant.worker.image.keras.KerasNetwork;
import dev.sextant.worker.image.keras.UnusableKeras;
import dev.sextant.worker.image.layer.NetworkZip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/**
 * A network's file and what is said of it, before both go to the shelf: as a zip and a card. What a card does not say, or
 * nobody wrote, is filled in as far as the file itself tells.
 *
 * @param file a zip that Deeplearning4j's ModelSerializer wrote, or an {@code .h5} file of Keras, which becomes one
 * @param card empty when there is none; then the rest says what would be in it
 * @param imageSize side of the images that it was trained on, pixels
 * @param preprocessing one of {@link #PREPROCESSING}
 * @param output the layer whose activations are the features; empty for what the layer is fed that decides between classes,
 *     else the network's own output
 */
public record NewBackbone(
        Path file,
        Optional<Path> card,
        OptionalInt imageSize,
        Optional<String> preprocessing,
        Optional<String> output,
        String source,
        String licence) {

    private static final Map<String, String> KERAS_WORDS = Map.of("tf", "symmetric", "torch", "imagenet");

    /** Words for how a network is fed: those of the study file, and Keras' own. */
    public static final List<String> PREPROCESSING = Stream.concat(
                    Preprocessing.NAMES.stream(), KERAS_WORDS.keySet().stream().sorted())
            .toList();

    /**
     * Puts it on a shelf.
     *
     * @throws IllegalArgumentException when it cannot be used, or too little is said of it
     */
    public BackboneRepository.Entry addTo(BackboneRepository shelf, String name)
            throws IOException, InterruptedException {
        Path work = Files.createTempDirectory("sextant-backbone");
        Path zip = work.resolve("network.zip");
        Path described = work.resolve("network" + BackboneRepository.CARD);
        try {
            boolean keras = KerasFile.isNamedSo(file.getFileName().toString());
            if (keras) {
                convert(zip, described);
            } else if (card.isEmpty()) {
                Files.writeString(described, written(OptionalInt.empty(), Optional.empty(), Map.of()));
            }
            if (keras || leaveAway(zip, described, card.orElse(described))) {
                return shelf.add(zip, described, name);
            }
            return shelf.add(file, card.orElse(described), name);
        } catch (UnusableKeras e) {
            throw new IllegalArgumentException("FILE (" + file + ") " + e.getMessage(), e);
        } catch (UnusableData e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } finally {
            Files.deleteIfExists(zip);
            Files.deleteIfExists(described);
            Files.delete(work);
        }
    }

    /**
     * Writes the network without what comes after its features, such as dense layers, which can be most of it: nobody is to
     * carry and load that.
     *
     * @return whether there was something to leave away
     */
    private boolean leaveAway(Path zip, Path described, Path given) throws IOException, UnusableData {
        BackboneCard whole = BackboneCard.parse(given.toString(), Files.readString(given));
        byte[] bytes = Files.readAllBytes(file);
        String sha256 = Sha256.of(bytes);
        checkPromised(whole, sha256);
        Backbone backbone = Backbone.of(file.toString(), bytes, sha256, Optional.of(whole));
        try (BackboneNetwork network = backbone.open(false)) {
            if (backbone.output().isEmpty()) {
                return false;
            }
            Files.write(zip, NetworkZip.of(network.graph()));
            Files.writeString(described, converted(whole.withoutOutput().json(), sha256));
            return true;
        }
    }

    private void checkPromised(BackboneCard described, String sha256) {
        if (!described.sha256().isEmpty() && !described.sha256().equals(sha256)) {
            throw new IllegalArgumentException("FILE (" + file + ") has the SHA-256 " + sha256 + ", not "
                    + described.sha256() + " as the card says; fetch it again, or correct the card");
        }
    }

    /** A card of what a file became. */
    private String converted(String card, String sha256) throws IOException {
        ObjectMapper mapper = new ObjectMapper();
        ObjectNode json = (ObjectNode) mapper.readTree(card);
        json.put("sha256", "");
        json.putObject("converted_from")
                .put("file", file.getFileName().toString())
                .put("sha256", sha256);
        return mapper.writerWithDefaultPrettyPrinter().writeValueAsString(json);
    }

    private void convert(Path zip, Path described) throws IOException, UnusableKeras, UnusableData {
        Optional<BackboneCard> parsed = Optional.empty();
        if (card.isPresent()) {
            parsed = Optional.of(BackboneCard.parse(card.get().toString(), Files.readString(card.get())));
        }
        String sha256 = Sha256.of(file);
        parsed.ifPresent(given -> checkPromised(given, sha256));
        Optional<String> fromCard = parsed.map(BackboneCard::output).filter(layer -> !layer.isEmpty());
        try (KerasNetwork network = KerasFile.read(file, output.or(() -> fromCard))) {
            Files.write(zip, network.zip());
            String text = parsed.isPresent()
                    ? parsed.get().withoutOutput().json()
                    : written(network.imageSize(), network.preprocessing(), network.blocks());
            Files.writeString(described, converted(text, sha256));
        }
    }

    private String written(OptionalInt ownSize, Optional<String> ownPreprocessing, Map<String, String> blocks) {
        int size = imageSize.orElse(ownSize.orElse(0));
        Optional<String> fed = preprocessing.or(() -> ownPreprocessing);
        if (size == 0 || fed.isEmpty()) {
            throw new IllegalArgumentException("FILE (" + file + ") does not say "
                    + (size == 0 ? "how large the images are that it takes: give --image-size PIXELS" : "")
                    + (size == 0 && fed.isEmpty() ? ", nor " : "")
                    + (fed.isEmpty()
                            ? "how they are fed to it: give --preprocessing, one of " + String.join(", ", PREPROCESSING)
                            : "")
                    + "; or write its card");
        }
        BackboneCard bare =
                BackboneCard.of(size, Preprocessing.named(KERAS_WORDS.getOrDefault(fed.get(), fed.get())), blocks);
        boolean keras = KerasFile.isNamedSo(file.getFileName().toString());
        return new BackboneCard(
                        bare.imageSize(),
                        bare.order(),
                        bare.scale(),
                        bare.mean(),
                        bare.deviation(),
                        bare.blocks(),
                        keras ? "" : output.orElse(""),
                        "",
                        source,
                        licence)
                .json();
    }
}
