package dev.sextant.coordinator.cli.image;

import dev.sextant.coordinator.cli.option.OutputOption;
import dev.sextant.coordinator.cli.terminal.CommandException;
import dev.sextant.coordinator.cli.terminal.Console;
import dev.sextant.coordinator.cli.terminal.ExitCode;
import dev.sextant.coordinator.cli.terminal.Json;
import dev.sextant.coordinator.cli.terminal.Table;
import dev.sextant.coordinator.cli.terminal.TextFormat;
import dev.sextant.coordinator.cli.terminal.UsageException;
import dev.sextant.worker.image.backbone.BackboneRepository;
import dev.sextant.worker.image.backbone.BackboneRepository.Entry;
import dev.sextant.worker.image.backbone.BackboneImport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sextant backbones}: pretrained networks that studies name without a path. */
@Command(
        name = "backbones",
        description = {
            "Look after pretrained networks that studies name without a path. They lie in SEXTANT_BACKBONES, else in backbones",
            "below SEXTANT_HOME, on each host that trains."
        },
        synopsisSubcommandLabel = "COMMAND",
        footer = {"", "Example:", "  sextant backbones list"})
public final class BackbonesCommand implements Runnable {
    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "which command? list or add");
    }

    private static Map<String, Object> json(Entry entry) {
        return Json.object(
                "name",
                entry.name(),
                "bytes",
                entry.bytes(),
                "image_size",
                entry.imageSize(),
                "blocks",
                entry.blocks(),
                "licence",
                entry.licence(),
                "sha256",
                entry.sha256());
    }

    /** {@code sextant backbones list}. */
    @Command(
            name = "list",
            description = "Show the networks that are there.",
            footer = {"", "Example:", "  sextant backbones list --json"})
    public static final class Show implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOption output;

        public Show(Console console) {
            this.console = console;
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() throws IOException {
            BackboneRepository repository = BackboneRepository.of(console.environment());
            List<Entry> entries;
            try {
                entries = repository.list();
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
            if (output.isJson()) {
                output.json(entries.stream().map(BackbonesCommand::json).toList());
            } else if (entries.isEmpty()) {
                output.line("no network in " + repository.folder() + "; `sextant backbones add FILE` puts one there");
            } else {
                Table table = Table.of("name", "size", "images", "blocks", "licence");
                for (Entry entry : entries) {
                    table.row(
                            entry.name(),
                            TextFormat.bytes(entry.bytes()),
                            entry.imageSize() == 0 ? TextFormat.NOTHING : entry.imageSize() + " px",
                            entry.blocks().isEmpty() ? TextFormat.NOTHING : String.join(", ", entry.blocks()),
                            entry.licence().isEmpty() ? TextFormat.NOTHING : entry.licence());
                }
                output.table(table);
            }
            return ExitCode.DONE;
        }
    }

    /** {@code sextant backbones add}. */
    @Command(
            name = "add",
            description = {
                "Put a network there, so that studies can say `backbone: NAME`. Its card, FILE with .card.json in place of",
                "the ending, says what images it wants; without one the options below do, and a card is written. A file of",
                "Keras is converted, and fed as keras.applications feeds its networks where it is one of these. The SHA-256",
                "is written into the card and checked whenever the network is read."
            },
            footer = {
                "",
                "Examples:",
                "  sextant backbones add downloads/resnet18.zip",
                "  sextant backbones add model.zip --card resnet.json --name resnet18",
                "  sextant backbones add resnet50_weights_tf_dim_ordering_tf_kernels_notop.h5 --name resnet50",
                "  sextant backbones add darknet19_dl4j_inference.v2.zip --image-size 224 --preprocessing unit",
                "  sextant backbones add own.h5 --preprocessing tf --image-size 128 --output block4_pool"
            })
    public static final class Add implements Callable<Integer> {
        private final Console console;

        @Mixin
        private final OutputOption output;

        @Parameters(
                index = "0",
                paramLabel = "FILE",
                description = "A zip that Deeplearning4j's ModelSerializer wrote, or an .h5 file of Keras 2: a whole "
                        + "network, or the weights of Inception-V3, Xception, ResNet50 or Inception-ResNet-V2.")
        private Path file;

        @Option(names = "--card", paramLabel = "CARD", description = "Its card. Default: beside FILE.")
        private Path card;

        @Option(names = "--name", paramLabel = "NAME", description = "What studies call it. Default: FILE's name.")
        private String name;

        @Option(
                names = "--image-size",
                paramLabel = "PIXELS",
                description = "Side of the images that it was trained on. Default: what the network itself says.")
        private Integer imageSize;

        @Option(
                names = "--preprocessing",
                paramLabel = "WORD",
                description =
                        "How it is fed: unit, symmetric (Keras' tf: -1 to 1), imagenet (Keras' torch), caffe (BGR "
                                + "minus the mean), raw. Default: as keras.applications does, for its networks.")
        private String preprocessing;

        @Option(
                names = "--output",
                paramLabel = "LAYER",
                description =
                        "The layer whose values are the features. Default: what the layer is fed that decides between "
                                + "classes, else the network's output. Maps are averaged.")
        private String layer;

        @Option(names = "--source", paramLabel = "TEXT", description = "Where it comes from, for people.")
        private String source = "";

        @Option(names = "--licence", paramLabel = "TEXT", description = "Of the weights, for people.")
        private String licence = "";

        public Add(Console console) {
            this.console = console;
            this.output = new OutputOption(console);
        }

        @Override
        public Integer call() throws IOException, InterruptedException {
            if (!Files.isRegularFile(file)) {
                throw new UsageException(file + " does not exist; give the network's zip or .h5 file");
            }
            String bare = BackboneRepository.withoutExtension(file.getFileName().toString());
            Optional<Path> described = card();
            BackboneImport network = new BackboneImport(
                    file,
                    described,
                    imageSize == null ? OptionalInt.empty() : OptionalInt.of(imageSize),
                    Optional.ofNullable(preprocessing),
                    Optional.ofNullable(layer),
                    source,
                    licence);
            try {
                Entry entry = network.addTo(BackboneRepository.of(console.environment()), name == null ? bare : name);
                if (output.isJson()) {
                    output.json(json(entry));
                } else {
                    output.line("%s is there, SHA-256 %s; studies say `backbone: %s`"
                            .formatted(entry.name(), entry.sha256(), entry.name()));
                }
                return ExitCode.DONE;
            } catch (IllegalArgumentException e) {
                throw new CommandException(e.getMessage(), e);
            }
        }

        /** The card's file, unless options say what would be in it. */
        private Optional<Path> card() {
            if (card != null && !Files.isRegularFile(card)) {
                throw new UsageException(card + " does not exist; write the network's card there");
            }
            if (preprocessing != null && !BackboneImport.PREPROCESSING.contains(preprocessing)) {
                throw new UsageException("--preprocessing (" + preprocessing + ") must be one of "
                        + String.join(", ", BackboneImport.PREPROCESSING));
            }
            if (imageSize != null && imageSize < 1) {
                throw new UsageException("--image-size (" + imageSize + ") must be positive");
            }
            Path beside = file.resolveSibling(
                    BackboneRepository.withoutExtension(file.getFileName().toString()) + ".card.json");
            Optional<Path> found = card != null
                    ? Optional.of(card)
                    : Files.isRegularFile(beside) ? Optional.of(beside) : Optional.empty();
            if (found.isPresent() && (imageSize != null || preprocessing != null || layer != null)) {
                throw new UsageException("--image-size, --preprocessing and --output stand in the card " + found.get()
                        + "; leave the options out, or move the card away");
            }
            return found;
        }
    }
}
